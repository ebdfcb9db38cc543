package eu.aifactory.clients.protocol;

/**
 * Answer to the agent's {@code GET /status}.
 *
 * @param numClients clients that this agent runs
 * @param createdAt seconds since the epoch
 * @param state {@code STARTING}, {@code READY}, {@code RUNNING} or {@code STOPPING}
 */
public record AgentStatus(
    long benchmarkId,
    int numClients,
    String serverAddr,
    String clientServiceAddr,
    String localAddress,
    Double createdAt,
    String agent,
    String state,
    String runId,
    String version) {}
