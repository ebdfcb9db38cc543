package eu.aifactory.clients.protocol.compare;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * The bootstrap within one run: what a statistic of its latencies would have been had other
 * requests of the same kind been sent.
 *
 * <p>Values of one request hang together, so the gaps between an answer's tokens count for no more
 * observations than there are requests: the most that the correlation within requests can widen the
 * interval.
 */
final class Resampling {
  /** Up to this many observations the mean is resampled; beyond, its distribution is known. */
  private static final int MOST_RESAMPLED = 100;

  private final double[] values;
  private final long[] cumulative;
  private final long count;
  private final long observations;

  /**
   * @param histogram not empty
   * @param requests at most as many observations are taken for independent
   */
  Resampling(Histogram histogram, long requests) {
    int buckets = 0;
    for (HistogramIterationValue unused : histogram.recordedValues()) {
      buckets++;
    }
    values = new double[buckets];
    cumulative = new long[buckets];
    int i = 0;
    for (HistogramIterationValue bucket : histogram.recordedValues()) {
      values[i] = histogram.medianEquivalentValue(bucket.getValueIteratedTo());
      cumulative[i++] = bucket.getTotalCountToThisValue();
    }
    count = histogram.getTotalCount();
    observations = Math.clamp(requests, 1, count);
  }

  /** How many observations are taken for independent. */
  long observations() {
    return observations;
  }

  /**
   * Means of samples drawn anew, as logarithms of their ratio to the mean. Of many observations
   * they are drawn from the normal distribution with the skewness that is left, after Cornish and
   * Fisher, which differs from resampling by less than resampling differs from itself.
   */
  double[] logMeans(Draws draws, int times) {
    double mean = mean();
    double[] ratios = new double[times];
    if (observations <= MOST_RESAMPLED) {
      Arrays.setAll(ratios, i -> Math.log(resampledMean(draws) / mean));
      return ratios;
    }
    double deviation = Math.sqrt(moment(2, mean));
    double unit = deviation / mean / Math.sqrt(observations);
    double skewness =
        deviation == 0 ? 0 : moment(3, mean) / Math.pow(deviation, 3) / Math.sqrt(observations);
    Arrays.setAll(
        ratios,
        i -> {
          double z = draws.normal();
          // A mean of positive values is positive, however far out the draw.
          return Math.log(Math.max(1e-9, 1 + unit * (z + skewness * (z * z - 1) / 6)));
        });
    return ratios;
  }

  /**
   * Percentiles of samples drawn anew, as logarithms of their ratio to the percentile. The k-th
   * smallest of n draws lies at a share of the values that is distributed as Beta(k, n - k + 1):
   * this is the bootstrap's own distribution, without drawing n values for each.
   *
   * @param share 0.5 for the median
   */
  double[] logPercentiles(double share, Draws draws, int times) {
    double percentile = valueAt(share);
    double rank = Math.max(1, Math.ceil(share * observations));
    double[] ratios = new double[times];
    Arrays.setAll(
        ratios, i -> Math.log(valueAt(draws.beta(rank, observations - rank + 1)) / percentile));
    return ratios;
  }

  private double mean() {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * inBucket(i);
    }
    return sum / count;
  }

  /** The central moment. */
  private double moment(int order, double mean) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += Math.pow(values[i] - mean, order) * inBucket(i);
    }
    return sum / count;
  }

  private double resampledMean(Draws draws) {
    double sum = 0;
    for (int i = 0; i < observations; i++) {
      sum += valueAt((draws.below(Integer.MAX_VALUE) + 0.5) / Integer.MAX_VALUE);
    }
    return sum / observations;
  }

  /** Nearest rank. */
  private double valueAt(double share) {
    long rank = Math.clamp((long) Math.ceil(share * count), 1, count);
    int at = Arrays.binarySearch(cumulative, rank);
    return values[at >= 0 ? at : -at - 1];
  }

  private long inBucket(int i) {
    return cumulative[i] - (i == 0 ? 0 : cumulative[i - 1]);
  }
}
