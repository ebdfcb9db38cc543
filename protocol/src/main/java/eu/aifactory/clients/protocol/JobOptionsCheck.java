package eu.aifactory.clients.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Says what is wrong with a job's options before anything is submitted, one sentence a fault. No
 * value that passes can mean anything to a shell.
 */
public final class JobOptionsCheck {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.,-]{0,255}");
  private static final Pattern FEATURES =
      Pattern.compile("[A-Za-z0-9_(\\[][A-Za-z0-9_.,&|*()\\[\\]-]{0,255}");
  private static final Pattern RESOURCES = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:,/=-]{0,255}");
  private static final Pattern NODES = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.,\\[\\]-]{0,1023}");
  private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]{0,9}[KMGT]?");
  private static final int MOST_CPUS = 4096;
  private static final int MOST_NODES = 10_000;

  private final List<String> problems = new ArrayList<>();

  private JobOptionsCheck() {}

  /**
   * The faults; empty when the options can be submitted.
   *
   * @param options or {@code null} for none
   * @param agents of the group
   */
  public static List<String> problems(JobOptions options, int agents) {
    if (options == null) {
      return List.of();
    }
    JobOptionsCheck check = new JobOptionsCheck();
    check.text("partition", options.partition(), NAMES);
    check.text("account", options.account(), NAME);
    check.text("qos", options.qos(), NAME);
    check.text("constraint", options.constraint(), FEATURES);
    check.text("reservation", options.reservation(), NAMES);
    check.text("gres", options.gres(), RESOURCES);
    check.number("cpus", options.cpus(), MOST_CPUS);
    check.text("memory", options.memory(), MEMORY);
    check.number("nodes", options.nodes(), MOST_NODES);
    check.text("exclude", options.exclude(), NODES);
    if (options.nodes() != null && options.nodes() > agents) {
      check.problems.add(
          "job.nodes is %d, more than agents (%d): a node would have no agent"
              .formatted(options.nodes(), agents));
    }
    return List.copyOf(check.problems);
  }

  private void text(String member, String value, Pattern legal) {
    if (value != null && !legal.matcher(value).matches()) {
      problems.add("job.%s cannot be \"%s\"".formatted(member, value));
    }
  }

  private void number(String member, Integer value, int most) {
    if (value != null && (value < 1 || value > most)) {
      problems.add("job.%s must be 1 to %d, not %d".formatted(member, most, value));
    }
  }
}
