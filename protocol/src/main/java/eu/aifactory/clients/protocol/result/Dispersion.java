package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.figures.WindowCounts;

/**
 * How unevenly counts are spread over windows of equal width: their index of dispersion, the
 * variance over the mean.
 *
 * @param index sample variance over mean
 * @param mean count of a window
 * @param windows how many
 * @param widthMicros of each
 */
record Dispersion(double index, double mean, int windows, long widthMicros) {
  /** Fewer windows say nothing. */
  static final int LEAST_WINDOWS = 30;

  /**
   * The 99.95th percentile of the standard normal distribution: what lies beyond it on either side
   * happens by chance once in a thousand times.
   */
  private static final double Z = 3.2905;

  /**
   * @param counts what is counted
   * @param over of these the windows that lie wholly between the first and the last
   * @param leastMean windows are made so wide that on average a window has so many of {@code over}
   * @return {@code null} when there are fewer than {@link #LEAST_WINDOWS} of these
   */
  static Dispersion of(WindowCounts counts, WindowCounts over, double leastMean) {
    long from = over.beginMicros() + over.widthMicros();
    long to = over.endMicros() - over.widthMicros();
    long width = Math.max(counts.widthMicros(), over.widthMicros());
    double perMicro = (double) over.total() / (over.endMicros() - over.beginMicros());
    while (perMicro * width < leastMean && width < to - from) {
      width *= 2;
    }
    long first = Math.ceilDiv(from, width);
    int windows = (int) Math.max(0, Math.floorDiv(to, width) - first);
    if (windows < LEAST_WINDOWS) {
      return null;
    }
    double sum = 0;
    double squares = 0;
    long before = counts.before(first * width);
    for (int i = 1; i <= windows; i++) {
      long until = counts.before((first + i) * width);
      double count = until - before;
      sum += count;
      squares += count * count;
      before = until;
    }
    double mean = sum / windows;
    double variance = (squares - sum * mean) / (windows - 1);
    return new Dispersion(mean > 0 ? variance / mean : 0, mean, windows, width);
  }

  double widthSeconds() {
    return widthMicros / 1e6;
  }

  /** What a Poisson process's index is below once in two thousand times. */
  double low() {
    return chiSquareShare(-Z);
  }

  /** What a Poisson process's index is above once in two thousand times. */
  double high() {
    return chiSquareShare(Z);
  }

  /**
   * A percentile of the chi-square distribution with {@code windows - 1} degrees of freedom, over
   * these: that is how the index of Poisson counts is distributed. By the cube root's near
   * normality (Wilson and Hilferty 1931).
   */
  private double chiSquareShare(double z) {
    double v = 2.0 / (9 * (windows - 1));
    return Math.pow(Math.max(0, 1 - v + z * Math.sqrt(v)), 3);
  }
}
