package eu.aifactory.clients.protocol;

import java.util.List;

/** Answer to {@code POST /client-group/{id}/run}; {@code status} is {@code dispatched}. */
public record RunDispatched(
    String status, long benchmarkId, String runId, List<ClientProcess> results) {
  public static RunDispatched of(long benchmarkId, String runId, List<ClientProcess> results) {
    return new RunDispatched("dispatched", benchmarkId, runId, results);
  }

  /**
   * What one client process answered.
   *
   * @param statusCode its HTTP status; 502 when it could not be reached
   * @param body {@code started}, or what went wrong
   */
  public record ClientProcess(String clientProcess, int statusCode, String body) {}
}
