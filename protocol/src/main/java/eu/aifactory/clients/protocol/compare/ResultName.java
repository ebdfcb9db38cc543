package eu.aifactory.clients.protocol.compare;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * By what a result is called: a client group means its latest run. The three cannot be confused:
 * run ids begin with a digit, and the names of baselines with a letter.
 *
 * @param kind what the text names
 */
public record ResultName(Kind kind, String text) {
  private static final Pattern GROUP = Pattern.compile("[0-9]{1,18}");
  private static final Pattern RUN = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
  private static final Pattern BASELINE = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

  /** What a text names. */
  public enum Kind {
    GROUP,
    RUN,
    BASELINE
  }

  /**
   * @throws UnfitComparisonException when it can be the name of none
   */
  public static ResultName of(String text) {
    if (GROUP.matcher(text).matches()) {
      return new ResultName(Kind.GROUP, text);
    }
    if (RUN.matcher(text).matches()) {
      return new ResultName(Kind.RUN, text);
    }
    if (isBaseline(text)) {
      return new ResultName(Kind.BASELINE, text);
    }
    throw new UnfitComparisonException(
        "\"%s\" is no group, run or baseline: a number, a run id, or a name that begins with a letter"
            .formatted(text));
  }

  /** Whether a baseline may have this name. */
  public static boolean isBaseline(String name) {
    return BASELINE.matcher(name).matches();
  }

  /** The parts of a list with commas, without the empty ones. */
  public static List<String> listed(String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
