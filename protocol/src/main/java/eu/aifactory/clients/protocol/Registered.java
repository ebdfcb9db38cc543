package eu.aifactory.clients.protocol;

/**
 * Answer to {@link Connect}; {@code status} is {@code registered}.
 *
 * @param agent the name under which the service knows the agent from now on
 * @param heartbeatSeconds how often it wants to hear from it
 */
public record Registered(
    String status, long benchmarkId, String clientAddress, String agent, double heartbeatSeconds) {
  public static Registered of(
      long benchmarkId, String clientAddress, String agent, double heartbeatSeconds) {
    return new Registered("registered", benchmarkId, clientAddress, agent, heartbeatSeconds);
  }
}
