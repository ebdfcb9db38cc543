package eu.aifactory.clients.slurm;

import java.util.Map;

/**
 * Somewhere that Slurm's settings come from. Sources stand in a list, and what an earlier one gives
 * wins: to add a place, implement this and hand it to {@link SlurmConfig#load}.
 */
public interface SlurmConfigSource {

  /** What a person calls this place, such as "command line". */
  String name();

  /**
   * What it gives, by the names of {@link SlurmKey#text}; a name that is none is told as a fault. A
   * blank value counts as not given.
   *
   * @throws SlurmConfigException when it cannot be read
   */
  Map<String, String> values();

  /** Where in this place the value stands, such as a line of the file. */
  default String origin(String key) {
    return name();
  }
}
