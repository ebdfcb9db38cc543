package eu.aifactory.clients.protocol;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Body of {@code POST /client-group/{id}}.
 *
 * @param numClients clients of the whole group
 * @param timeLimit minutes that the job may last; default {@link #DEFAULT_TIME_LIMIT_MINUTES}
 * @param agents client processes over which the clients are shared out; default 1
 * @param workload what {@code run} sends; default {@link Workload#standard()}
 * @param job what the job asks of the cluster; default nothing but what the service was set up with
 * @param onAgentLost the {@link AgentLoss#wireName()} of what becomes of a run that loses an agent;
 *     default {@link AgentLoss#DEFAULT}
 */
public record CreateGroup(
    @Required Integer numClients,
    Integer timeLimit,
    Integer agents,
    Workload workload,
    JobOptions job,
    String onAgentLost) {
  public static final int DEFAULT_TIME_LIMIT_MINUTES = 5;

  @JsonbCreator
  public CreateGroup {
    // what is not given stays null
  }

  /** Of a group whose runs go on without an agent that is lost. */
  public CreateGroup(
      Integer numClients, Integer timeLimit, Integer agents, Workload workload, JobOptions job) {
    this(numClients, timeLimit, agents, workload, job, null);
  }
}
