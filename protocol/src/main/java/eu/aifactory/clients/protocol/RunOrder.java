package eu.aifactory.clients.protocol;

/**
 * Body of the agent's {@code POST /run}. An agent that gets none runs the standard workload against
 * the AI server of its command line.
 *
 * @param rank of the agent among the run's agents, from 0; rank 0 sets the AI server up
 * @param agents that take part
 * @param totalClients clients of the whole group
 * @param clients clients of this agent
 * @param serverAddr AI server to set up
 * @param service that an earlier run of the group set up, or {@code null}
 * @param correlationId of the call that began the run, for the log
 */
public record RunOrder(
    long benchmarkId,
    String runId,
    int rank,
    int agents,
    int totalClients,
    int clients,
    String serverAddr,
    AiService service,
    Workload workload,
    String correlationId) {}
