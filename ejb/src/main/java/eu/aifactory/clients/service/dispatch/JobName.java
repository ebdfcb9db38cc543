package eu.aifactory.clients.service.dispatch;

import java.util.regex.Pattern;

/**
 * The name under which a generation's jobs can be found again, {@code
 * aif.<deployment>.<benchmark>.<generation>}: the same for every attempt, so that one look-up finds
 * all duplicates.
 */
public record JobName(String value) {
  /** What the names of all our jobs begin with. */
  public static final String COMMON_PREFIX = "aif.";

  private static final Pattern LEGAL = Pattern.compile("[a-z0-9.-]{1,100}");

  public JobName {
    if (!isLegal(value)) {
      throw new IllegalArgumentException(
          "job name \"%s\" has other characters than a-z, 0-9, dot and dash".formatted(value));
    }
  }

  public static boolean isLegal(String value) {
    return LEGAL.matcher(value).matches();
  }

  /** What the names of all jobs of a deployment begin with, and no others do. */
  public static String prefix(String deployment) {
    return COMMON_PREFIX + deployment + ".";
  }

  public static JobName of(String deployment, long benchmarkId, long generation) {
    return new JobName(prefix(deployment) + benchmarkId + "." + generation);
  }

  @Override
  public String toString() {
    return value;
  }
}
