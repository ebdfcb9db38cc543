package eu.aifactory.clients.slurm;

import eu.aifactory.clients.protocol.JobOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is wrong with a job before Slurm is asked: one sentence that names the value at fault. */
final class JobCheck {
  private static final Pattern NAME_OF_VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern MEMORY = Pattern.compile("(\\d{1,12})([KMGT]?)B?");
  private static final int TEXT_LENGTH_MOST = 1024;

  private JobCheck() {}

  /** The first fault found, or empty. */
  static Optional<String> fault(SlurmJob job) {
    return Stream.of(
            size(job),
            texts(job),
            environment(job.environment()),
            path("standard output", job.stdout()),
            path("standard error", job.stderr()),
            path("working directory", job.workingDirectory()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** In Slurm's unit, rounded up. */
  static long minutes(Duration timeLimit) {
    return (timeLimit.toSeconds() + (timeLimit.toNanosPart() > 0 ? 1 : 0) + 59) / 60;
  }

  /**
   * Memory in Slurm's unit, rounded up; a number alone is megabytes, as for {@code sbatch --mem}.
   *
   * @throws IllegalArgumentException with a sentence, when it is no amount
   */
  static long megabytes(String memory) {
    Matcher amount = MEMORY.matcher(memory.strip().toUpperCase(Locale.ROOT));
    if (amount.matches() && Long.parseLong(amount.group(1)) > 0) {
      long number = Long.parseLong(amount.group(1));
      return switch (amount.group(2)) {
        case "K" -> (number + 1023) / 1024;
        case "G" -> number * 1024;
        case "T" -> number * 1024 * 1024;
        default -> number;
      };
    }
    throw new IllegalArgumentException(
        "The job's memory \"%s\" is no amount such as 800M or 4G."
            .formatted(PlainText.line(memory)));
  }

  private static Optional<String> size(SlurmJob job) {
    JobOptions options = job.options();
    if (!job.timeLimit().isPositive()) {
      return Optional.of("The job's time limit must be more than 0.");
    }
    if (job.tasks() < 1) {
      return Optional.of("The job must have at least one task, not %d.".formatted(job.tasks()));
    }
    if (options.cpus() != null && options.cpus() < 1) {
      return Optional.of("The job's cpus must be at least 1, not %d.".formatted(options.cpus()));
    }
    if (options.nodes() != null && options.nodes() < 1) {
      return Optional.of("The job's nodes must be at least 1, not %d.".formatted(options.nodes()));
    }
    try {
      if (options.memory() != null) {
        megabytes(options.memory());
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static Optional<String> texts(SlurmJob job) {
    JobOptions options = job.options();
    if (job.name().isBlank()) {
      return Optional.of("The job must have a name.");
    }
    if (!job.script().startsWith("#!")) {
      return Optional.of("The batch script must begin with #!.");
    }
    return Stream.of(
            text("name", job.name()),
            text("comment", job.comment()),
            text("partition", options.partition()),
            text("account", options.account()),
            text("qos", options.qos()),
            text("constraint", options.constraint()),
            text("reservation", options.reservation()),
            text("gres", options.gres()),
            text("exclude", options.exclude()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> text(String what, String value) {
    if (value == null || isOneLine(value) && value.length() <= TEXT_LENGTH_MOST) {
      return Optional.empty();
    }
    return Optional.of(
        "The job's %s \"%s\" is not one line of at most %d characters."
            .formatted(what, PlainText.line(value), TEXT_LENGTH_MOST));
  }

  private static boolean isOneLine(String value) {
    return value.chars().noneMatch(Character::isISOControl);
  }

  private static Optional<String> environment(Map<String, String> environment) {
    if (environment.isEmpty()) {
      return Optional.of("The job's environment must not be empty: Slurm refuses it.");
    }
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (!NAME_OF_VARIABLE.matcher(variable.getKey()).matches()
          || variable.getValue().indexOf('\0') >= 0) {
        return Optional.of(
            "The job's environment has a variable that is none: \"%s\"."
                .formatted(PlainText.line(variable.getKey())));
      }
      if (variable.getKey().equals("SLURM_JWT")) {
        return Optional.of("The Slurm token must not go into a job's environment.");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> path(String what, Path path) {
    // Slurm replaces %x in the names of output files, and a backslash turns that off.
    String written = path.toString();
    boolean isPlain = isOneLine(written) && written.indexOf('%') < 0 && written.indexOf('\\') < 0;
    return path.isAbsolute() && isPlain
        ? Optional.empty()
        : Optional.of(
            "The job's %s \"%s\" is no absolute path without %% and \\."
                .formatted(what, PlainText.line(written)));
  }
}
