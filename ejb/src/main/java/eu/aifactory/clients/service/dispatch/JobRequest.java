package eu.aifactory.clients.service.dispatch;

import eu.aifactory.clients.protocol.JobOptions;
import java.time.Duration;
import java.util.Map;

/**
 * A job that starts agents. All values are checked by the caller.
 *
 * @param nonce names this attempt; known to the service alone
 * @param token that its agents show in every call; a secret of the job
 * @param numClients clients of all agents together
 * @param numAgents agents that the job starts
 * @param timeLimit after which the job is ended
 * @param serverAddr AI server, as the agents' command line has it
 * @param serviceUrl this service, as agents reach it
 * @param options what the job asks of the cluster
 * @param agentVariables settings of its agents, by the names of their environment variables
 */
public record JobRequest(
    JobName name,
    String nonce,
    String token,
    long benchmarkId,
    int numClients,
    int numAgents,
    Duration timeLimit,
    String serverAddr,
    String serviceUrl,
    JobOptions options,
    String correlationId,
    Map<String, String> agentVariables) {

  public JobRequest {
    agentVariables = Map.copyOf(agentVariables);
  }

  /** By which the job is known as this attempt's. */
  public JobMark mark() {
    return JobMark.of(nonce);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "JobRequest[%s, group %d, %d clients, %d agents]"
        .formatted(name, benchmarkId, numClients, numAgents);
  }
}
