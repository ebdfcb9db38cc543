package eu.aifactory.clients.protocol.result;

import org.HdrHistogram.Histogram;

/**
 * A histogram in figures, milliseconds. A percentile is the smallest recorded value that at least
 * that share of the values does not exceed (nearest rank), true to 0.1 %, and {@code null} when
 * there are fewer values than {@link #least} says.
 */
public record Latency(
    long count,
    Double mean,
    Double min,
    Double p50,
    Double p90,
    Double p95,
    Double p99,
    Double p999,
    Double max) {
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * How many values a percentile takes: of fewer, it would be the largest or nearly so, which
   * {@link #max} says already. So p90 takes 10, p95 20, p99 100 and p999 1,000.
   *
   * @param percent above 0 and below 100
   */
  public static long least(double percent) {
    return Math.round(100 / (100 - percent));
  }

  /** Of a histogram of nanoseconds; {@code null} members where it holds too few values. */
  public static Latency of(Histogram nanos) {
    if (nanos.getTotalCount() == 0) {
      return new Latency(0, null, null, null, null, null, null, null, null);
    }
    return new Latency(
        nanos.getTotalCount(),
        millis(nanos.getMean()),
        millis(nanos.getMinValue()),
        percentile(nanos, 50),
        percentile(nanos, 90),
        percentile(nanos, 95),
        percentile(nanos, 99),
        percentile(nanos, 99.9),
        millis(nanos.getMaxValue()));
  }

  private static Double percentile(Histogram nanos, double percent) {
    return nanos.getTotalCount() < least(percent)
        ? null
        : (Double) millis(percentileNanos(nanos, percent));
  }

  /** Nearest rank, of a histogram that is not empty. */
  static double percentileNanos(Histogram nanos, double percent) {
    // The top of the value's bucket may lie above the largest value recorded.
    return Math.min(nanos.getValueAtPercentile(percent), nanos.getMaxValue());
  }

  private static double millis(double nanos) {
    return Math.round(nanos / 1_000) / (NANOS_PER_MILLI / 1_000);
  }
}
