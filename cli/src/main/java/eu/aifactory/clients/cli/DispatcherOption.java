package eu.aifactory.clients.cli;

import eu.aifactory.clients.slurm.SlurmConfig;
import eu.aifactory.clients.slurm.SlurmKey;
import eu.aifactory.clients.slurm.SlurmUnavailableException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options that say what starts agents, checked as far as they can be before a server starts.
 */
final class DispatcherOption {
  private static final String LOCAL = "local";
  private static final String SLURM = "slurm";

  @Option(
      names = "--dispatcher",
      defaultValue = "${env:AIF_DISPATCHER:-" + LOCAL + "}",
      paramLabel = "NAME",
      description = {
        "What starts agents: local, as processes on this host, or slurm, as jobs",
        "(default: AIF_DISPATCHER, else local)."
      })
  private String name;

  @Mixin private SlurmOption slurm;

  @Option(
      names = "--slurm-database",
      description = "The service's database holds more of Slurm's settings: ask for none here.")
  private boolean database;

  boolean isSlurm() {
    return name.equals(SLURM);
  }

  /**
   * @throws CommandFailure when agents could not be started
   */
  void check(Terminal terminal) {
    if (!List.of(LOCAL, SLURM).contains(name)) {
      throw CommandFailure.wrong("--dispatcher must be local or slurm, not %s.".formatted(name));
    }
    if (!isSlurm() && !slurm.isGiven()) {
      return;
    }
    SlurmConfig config = slurm.load();
    if (isSlurm()) {
      checkForJobs(config, terminal);
    } else if (config.container() && config.image().isEmpty()) {
      throw CommandFailure.wrong(
          "--container needs the client's image (.sif): name it in AIF_CLIENT_IMAGE.");
    }
  }

  private void checkForJobs(SlurmConfig config, Terminal terminal) {
    List<String> missing = config.missingForJobs();
    if (!missing.isEmpty() && !database) {
      throw CommandFailure.wrong(
          missing.stream().map(text -> "--dispatcher slurm: " + text).toList());
    }
    try {
      config.tokens(Clock.systemUTC()).current();
    } catch (SlurmUnavailableException e) {
      throw CommandFailure.unusable(Sentence.ended(e.getMessage()), e);
    }
    config.remarks().forEach(text -> terminal.say("aif: note: " + Sentence.ended(text)));
  }

  /** As a server process reads it. */
  Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>(slurm.variables());
    variables.put("AIF_DISPATCHER", name);
    if (!isSlurm() && slurm.isGiven()) {
      // Only Slurm's dispatcher reads the file that may say so.
      SlurmConfig config = slurm.load();
      variables.put(SlurmKey.CONTAINER.variable(), Boolean.toString(config.container()));
      config.image().ifPresent(image -> variables.put(SlurmKey.IMAGE.variable(), image.toString()));
    }
    return variables;
  }
}
