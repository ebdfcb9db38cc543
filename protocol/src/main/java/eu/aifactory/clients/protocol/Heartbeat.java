package eu.aifactory.clients.protocol;

/**
 * Body of {@code POST /client-group/{id}/agents/{agent}/heartbeat}.
 *
 * @param state {@code READY}, {@code RUNNING} or {@code STOPPING}
 * @param runId of the run in hand, or {@code null}
 * @param clockOffsetMs the agent's clock less the service's, as it measured it, or {@code null}
 */
public record Heartbeat(String state, String runId, Double clockOffsetMs) {}
