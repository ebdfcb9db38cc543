package eu.aifactory.clients.protocol;

import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyNamingStrategy;

/**
 * How the records of this package become JSON: the one rule for service, agent and command line.
 */
public final class WireJson {
  private WireJson() {}

  /** Members in {@code snake_case}; what is not known is {@code null}, never left out. */
  public static JsonbConfig config() {
    return new JsonbConfig()
        .withPropertyNamingStrategy(PropertyNamingStrategy.LOWER_CASE_WITH_UNDERSCORES)
        .withNullValues(true);
  }
}
