package eu.aifactory.clients.slurm;

import java.util.LinkedHashMap;
import java.util.Map;

/** What environment variables give: SLURM_JWT, USER or USERNAME, and those of this product. */
final class SlurmEnvironment implements SlurmConfigSource {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> variables = new LinkedHashMap<>();

  SlurmEnvironment(Map<String, String> environment) {
    for (SlurmKey key : SlurmKey.values()) {
      key.variables().stream()
          .filter(name -> !environment.getOrDefault(name, "").isBlank())
          .findFirst()
          .ifPresent(
              name -> {
                values.put(key.text(), environment.get(name));
                variables.put(key.text(), name);
              });
    }
  }

  @Override
  public String name() {
    return "environment";
  }

  @Override
  public Map<String, String> values() {
    return values;
  }

  @Override
  public String origin(String key) {
    return "environment variable " + variables.get(key);
  }
}
