package eu.aifactory.clients.slurm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of slurmrestd's API: {@code v0.0.36} to {@code v0.0.45}, Slurm 22.05 to 26.05.
 *
 * @param number the last of its three numbers, the one that counts
 */
record ApiVersion(int number) implements Comparable<ApiVersion> {
  static final ApiVersion OLDEST = new ApiVersion(36);
  static final ApiVersion NEWEST = new ApiVersion(45);

  private static final Pattern WRITTEN = Pattern.compile("v?0\\.0\\.(\\d{1,4})");

  /**
   * Reads {@code v0.0.NN}.
   *
   * @throws IllegalArgumentException with a sentence, when this product does not speak it
   */
  static ApiVersion parse(String text) {
    Matcher written = WRITTEN.matcher(text.strip());
    if (written.matches()) {
      ApiVersion version = new ApiVersion(Integer.parseInt(written.group(1)));
      if (version.isSpoken()) {
        return version;
      }
    }
    throw new IllegalArgumentException(
        "API version \"%s\" is not spoken here: it is auto or %s to %s."
            .formatted(text, OLDEST, NEWEST));
  }

  boolean isSpoken() {
    return compareTo(OLDEST) >= 0 && compareTo(NEWEST) <= 0;
  }

  /**
   * Of the plugins of Slurm 22.05 and before: they parse jobs as sbatch's options, and tell a
   * refused token from a dead slurmctld in few places.
   */
  boolean isOfOptionParser() {
    return number <= 38;
  }

  /** Whether a number is written as {@code {"set":true,"infinite":false,"number":N}}. */
  boolean hasNumberObjects() {
    return number >= 40;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "v0.0." + number;
  }
}
