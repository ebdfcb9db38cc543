package eu.aifactory.clients.protocol;

/**
 * How an agent itself fared while it measured: the evidence against the tool being the bottleneck.
 *
 * @param loopDelayMaxMs longest that an event loop was late for a timer, milliseconds
 * @param gcPauseMs garbage collection since the last snapshot, milliseconds
 * @param cpuShare of the cores the process may use, 0 to 1, or {@code null} when not known
 */
public record AgentHealth(Double loopDelayMaxMs, Double gcPauseMs, Double cpuShare) {}
