package eu.aifactory.clients.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The median of a few figures, with the least and the greatest of them. */
public record Spread(double least, double median, double greatest) {

  /**
   * @param figures one or more
   */
  public static Spread of(List<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  /** The nearest-rank percentile of nanoseconds, in milliseconds; sorts them. */
  public static double percentileMs(long[] nanos, double percent) {
    if (nanos.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(nanos);
    int rank = (int) Math.ceil(percent / 100 * nanos.length);
    return nanos[Math.max(0, rank - 1)] / 1e6;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", median, least, greatest);
  }
}
