package eu.aifactory.clients.protocol;

/**
 * Numbers that are drawn: lengths in tokens, which are rounded, turns, seconds. Members that a kind
 * does not need stay {@code null}; {@link WorkloadCheck} says which it needs.
 *
 * @param kind {@code fixed}, {@code uniform}, {@code normal}, {@code lognormal} or {@code
 *     exponential}
 * @param value of {@code fixed}
 * @param mean of {@code normal}, {@code lognormal}, {@code exponential}: of the numbers themselves,
 *     before bounds
 * @param stddev standard deviation of {@code normal} and {@code lognormal}: of the numbers
 *     themselves, before bounds
 * @param min least number: of {@code uniform}, and a bound of the others that what lies outside is
 *     drawn again for
 * @param max most, likewise
 */
public record Distribution(
    String kind, Double value, Double mean, Double stddev, Double min, Double max) {
  public static final String FIXED = "fixed";
  public static final String UNIFORM = "uniform";
  public static final String NORMAL = "normal";
  public static final String LOGNORMAL = "lognormal";
  public static final String EXPONENTIAL = "exponential";

  public Distribution {
    kind = kind == null ? kind(value, mean, stddev) : kind;
  }

  private static String kind(Double value, Double mean, Double stddev) {
    if (value != null) {
      return FIXED;
    }
    return mean == null ? UNIFORM : stddev == null ? EXPONENTIAL : NORMAL;
  }

  public static Distribution fixed(double value) {
    return new Distribution(FIXED, value, null, null, null, null);
  }

  public static Distribution uniform(double min, double max) {
    return new Distribution(UNIFORM, null, null, null, min, max);
  }

  /**
   * @param min {@code null} for no bound
   * @param max {@code null} for no bound
   */
  public static Distribution normal(double mean, double stddev, Double min, Double max) {
    return new Distribution(NORMAL, null, mean, stddev, min, max);
  }

  /**
   * @param min {@code null} for no bound
   * @param max {@code null} for no bound
   */
  public static Distribution lognormal(double mean, double stddev, Double min, Double max) {
    return new Distribution(LOGNORMAL, null, mean, stddev, min, max);
  }

  /**
   * @param max {@code null} for no bound
   */
  public static Distribution exponential(double mean, Double max) {
    return new Distribution(EXPONENTIAL, null, mean, null, null, max);
  }
}
