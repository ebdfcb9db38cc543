package eu.aifactory.clients.protocol.compare;

import java.util.Arrays;

/**
 * How much the logarithm of a figure varies from run to run beyond what its requests explain.
 *
 * @param deviation standard deviation of one run
 * @param degrees of freedom that it was estimated with; 0 when it was assumed
 */
record RunSpread(double deviation, int degrees) {
  /** Fewer, and Student's t would make any interval useless. */
  static final int LEAST_DEGREES = 2;

  /** Degrees of freedom of two sides that vary alike. */
  static int degrees(int base, int with) {
    return base + with - 2;
  }

  static RunSpread assumed(double deviation) {
    return new RunSpread(deviation, 0);
  }

  /**
   * From the runs' own variance, less that which resampling explains: the estimate of moments of a
   * model of random effects. Both sides are taken to vary alike.
   *
   * @param base logarithms of the figure, a run each
   * @param within mean variance of one run by resampling its requests
   */
  static RunSpread estimated(double[] base, double[] with, double within) {
    int degrees = degrees(base.length, with.length);
    double variance = (squares(base) + squares(with)) / degrees;
    return new RunSpread(Math.sqrt(Math.max(0, variance - within)), degrees);
  }

  /** How far the difference of two means of so many runs is off by the runs alone. */
  double drawn(int base, int with, Draws draws) {
    if (deviation == 0) {
      return 0;
    }
    double unit = degrees == 0 ? draws.normal() : draws.student(degrees);
    return unit * deviation * Math.sqrt(1.0 / base + 1.0 / with);
  }

  private static double squares(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
  }
}
