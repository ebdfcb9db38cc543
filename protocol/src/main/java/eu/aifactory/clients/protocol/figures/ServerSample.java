package eu.aifactory.clients.protocol.figures;

import java.util.Map;

/**
 * One look at an AI server's own counters and gauges.
 *
 * @param askedMicros when they were asked for, microseconds since the epoch on the service's clock
 * @param answeredMicros when the answer was complete: each value is of some instant between both
 * @param values by vLLM's names without {@code vllm:}, of all engines together; empty with a fault
 * @param fault why there are none, a sentence, or {@code null}
 */
public record ServerSample(
    long askedMicros, long answeredMicros, Map<String, Double> values, String fault) {
  /** How many engines the server runs, a name of our own among the values. */
  public static final String ENGINES = "engines";

  /** Begins the names of how the engine's cache is set up, 1 and 0 for yes and no. */
  public static final String CACHE = "cache_config.";

  public ServerSample {
    values = values == null ? Map.of() : Map.copyOf(values);
  }
}
