package eu.aifactory.clients.cli;

import eu.aifactory.clients.slurm.SlurmConfig;
import eu.aifactory.clients.slurm.SlurmConfigException;
import eu.aifactory.clients.slurm.SlurmKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The options that say how Slurm is used. None takes a token: a command line is seen by all. */
final class SlurmOption {
  private static final List<SlurmKey> TOKENS =
      List.of(SlurmKey.JWT, SlurmKey.JWT_FILE, SlurmKey.JWT_COMMAND);

  @Option(
      names = "--slurm-config",
      paramLabel = "FILE",
      description = "File of key=value: url, user_name, api_ver, account, jwt ... (docs/slurm.md).")
  private Path file;

  @Option(
      names = "--slurm",
      paramLabel = "KEY=VALUE",
      description = "One key of that file, over all other places; can be repeated.")
  private Map<String, String> pairs = new LinkedHashMap<>();

  @Option(names = "--container", description = "Agents run in a container.")
  private boolean container;

  /**
   * The configuration as this process sees it: the service's database is not asked.
   *
   * @throws CommandFailure naming every fault
   */
  SlurmConfig load() {
    try {
      return SlurmConfig.load(given(), System.getenv(), List.of());
    } catch (SlurmConfigException e) {
      throw CommandFailure.wrong(e.faults());
    }
  }

  boolean isGiven() {
    return !given().isEmpty();
  }

  /** What was given here as a server process reads it. */
  Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    Map<String, String> given = given();
    if (TOKENS.stream().anyMatch(token -> given.containsKey(token.text()))) {
      // One from the environment must not stand beside it: blank counts as not given.
      TOKENS.forEach(token -> variables.put(token.variable(), ""));
    }
    given.forEach((key, value) -> variables.put(key(key).variable(), value));
    return variables;
  }

  private Map<String, String> given() {
    Map<String, String> given = new TreeMap<>();
    pairs.forEach((name, value) -> given.put(key(name).text(), value));
    if (file != null) {
      given.put(SlurmKey.CONFIG.text(), file.toAbsolutePath().normalize().toString());
    }
    if (container) {
      given.put(SlurmKey.CONTAINER.text(), "true");
    }
    return given;
  }

  private static SlurmKey key(String name) {
    Optional<SlurmKey> key = SlurmKey.of(name);
    if (key.filter(SlurmKey.JWT::equals).isPresent()) {
      throw CommandFailure.wrong(
          "--slurm jwt=... would show the token to everybody on this machine: give it as SLURM_JWT.");
    }
    return key.orElseThrow(
        () -> CommandFailure.wrong("--slurm has no key \"%s\".".formatted(name)));
  }
}
