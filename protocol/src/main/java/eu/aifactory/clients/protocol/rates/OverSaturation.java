package eu.aifactory.clients.protocol.rates;

/**
 * Finds out whether requests come faster than the server can answer: whether the number of those
 * that are outstanding (due and not ended) keeps growing while no more are answered than before.
 * {@code docs/metrics.md} has the formula. Single-threaded.
 */
final class OverSaturation {
  /** Of a random number of outstanding requests, so that chance alone does not make a rise. */
  private static final double DEVIATIONS = 5;

  private static final double LEAST_SQUARED_CORRELATION = 0.9;
  private static final int LEAST_SAMPLES = 8;

  private final double[] outstanding;
  private final double[] ended;
  private final double[] seconds;
  private int samples;
  private double notBeforeSeconds;

  /**
   * @param windowSeconds over which a growth is looked for
   * @param samplesPerSecond how often {@link #add} is called
   */
  OverSaturation(double windowSeconds, double samplesPerSecond) {
    int capacity = Math.max(LEAST_SAMPLES, (int) Math.ceil(windowSeconds * samplesPerSecond));
    outstanding = new double[capacity];
    ended = new double[capacity];
    seconds = new double[capacity];
  }

  /** Another stage begins: what was outstanding before says nothing of it. */
  void restart(double nowSeconds) {
    samples = 0;
    notBeforeSeconds = nowSeconds;
  }

  /**
   * Takes a sample; whether the server is over-saturated up to now.
   *
   * @param nowSeconds of any clock
   * @param intended requests that were due up to now
   * @param endedUpToNow requests that ended up to now
   * @param meanLatencySeconds of those that were answered, NaN while none was: as long as that
   *     takes, a number that grows is but the load's beginning
   */
  boolean add(double nowSeconds, long intended, long endedUpToNow, double meanLatencySeconds) {
    int at = samples++ % seconds.length;
    seconds[at] = nowSeconds;
    outstanding[at] = intended - endedUpToNow;
    ended[at] = endedUpToNow;
    return samples >= seconds.length
        && oldest(seconds) >= notBeforeSeconds + 2 * meanLatencySeconds
        && grows()
        && answersNoFaster();
  }

  private double oldest(double[] values) {
    return values[samples % values.length];
  }

  private double newest(double[] values) {
    return values[(samples - 1) % values.length];
  }

  /** The straight line through the window rises steadily and more than chance would. */
  private boolean grows() {
    int n = seconds.length;
    double meanX = mean(seconds);
    double meanY = mean(outstanding);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < n; i++) {
      double x = seconds[i] - meanX;
      double y = outstanding[i] - meanY;
      xx += x * x;
      xy += x * y;
      yy += y * y;
    }
    if (xy <= 0 || xx == 0) {
      return false;
    }
    double rise = xy / xx * (newest(seconds) - oldest(seconds));
    double atBegin = Math.max(1, meanY - rise / 2);
    return xy * xy / (xx * yy) >= LEAST_SQUARED_CORRELATION
        && rise >= DEVIATIONS * Math.sqrt(2 * atBegin);
  }

  private boolean answersNoFaster() {
    double middle = ended[(samples + seconds.length / 2) % seconds.length];
    double before = middle - oldest(ended);
    double after = newest(ended) - middle;
    return after - before <= 2 * Math.sqrt(before + after + 1);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
