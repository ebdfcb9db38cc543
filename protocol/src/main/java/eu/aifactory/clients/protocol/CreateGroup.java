package eu.aifactory.clients.protocol;

/**
 * Body of {@code POST /client-group/{id}}.
 *
 * @param numClients clients of the whole group
 * @param timeLimit minutes that the job may last; default {@link #DEFAULT_TIME_LIMIT_MINUTES}
 * @param agents client processes over which the clients are shared out; default 1
 * @param workload what {@code run} sends; default {@link Workload#standard()}
 * @param job what the job asks of the cluster; default nothing but what the service was set up with
 */
public record CreateGroup(
    Integer numClients, Integer timeLimit, Integer agents, Workload workload, JobOptions job) {
  public static final int DEFAULT_TIME_LIMIT_MINUTES = 5;
}
