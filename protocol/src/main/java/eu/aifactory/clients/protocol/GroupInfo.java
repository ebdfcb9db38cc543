package eu.aifactory.clients.protocol;

import java.util.List;

/**
 * What is known of a client group.
 *
 * @param clientAddress of the first agent that registered, or {@code null} before
 * @param createdAt seconds since the epoch
 * @param state observed state, the name of a {@code GroupState}
 * @param desired {@code RUN} or {@code DELETED}
 * @param reason of the last change of state, a sentence, or {@code null}
 * @param timeLimit minutes
 * @param deadline when the group is ended at the latest, seconds since the epoch, or {@code null}
 *     while no job runs
 * @param owner who created it, or {@code null} where nobody had to say
 * @param serverAddr AI server that its next run uses
 * @param numAgents agents that the job starts
 * @param onAgentLost what becomes of a run that loses an agent: {@code abort} or {@code
 *     continue_partial}
 */
public record GroupInfo(
    int numClients,
    String clientAddress,
    Double createdAt,
    String state,
    String desired,
    String reason,
    int timeLimit,
    Double deadline,
    String owner,
    String serverAddr,
    int numAgents,
    String onAgentLost,
    List<Agent> agents,
    Job job,
    List<Run> runs,
    Workload workload) {

  /**
   * One agent.
   *
   * @param lastHeartbeat seconds since the epoch
   * @param clockOffsetMs agent's clock less the service's, milliseconds, or {@code null} before it
   *     was measured
   */
  public record Agent(
      String agent,
      int rank,
      String address,
      String node,
      String state,
      Double lastHeartbeat,
      Double clockOffsetMs,
      int numClients) {}

  /**
   * The job that holds the agents.
   *
   * @param dispatcher that started it
   * @param id that the dispatcher gave it, or {@code null} while unknown
   * @param state in the dispatcher's own words
   * @param reason in the dispatcher's own words
   */
  public record Job(String dispatcher, String name, String id, String state, String reason) {}

  /**
   * One run.
   *
   * @param startedAt seconds since the epoch
   * @param endedAt seconds since the epoch, or {@code null} while it runs
   * @param verdict of its result, or {@code null} while there is none
   * @param lateParts snapshots with figures that came when the result was made: kept, and not in it
   */
  public record Run(
      String runId,
      String state,
      Double startedAt,
      Double endedAt,
      String verdict,
      String reason,
      int lateParts) {}
}
