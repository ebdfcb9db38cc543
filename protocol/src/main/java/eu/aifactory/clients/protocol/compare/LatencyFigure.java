package eu.aifactory.clients.protocol.compare;

import eu.aifactory.clients.protocol.figures.Figure;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A statistic of a latency.
 *
 * @param statistic its name in the block of the result, {@code mean} or {@code p99}
 * @param share of the values that do not exceed the percentile; 0 for the mean
 */
record LatencyFigure(Figure figure, String statistic, double share) implements ComparedFigure {
  /** Fewer values beyond a percentile than this, and it is the accident of a few. */
  private static final int LEAST_BEYOND = 10;

  static LatencyFigure mean(Figure figure) {
    return new LatencyFigure(figure, "mean", 0);
  }

  static LatencyFigure percentile(Figure figure, String statistic, double share) {
    return new LatencyFigure(figure, statistic, share);
  }

  @Override
  public String name() {
    return block() + "." + statistic;
  }

  @Override
  public Better better() {
    return Better.LOWER;
  }

  @Override
  public OptionalDouble valueIn(ResultDocument document) {
    return document.number(block(), statistic);
  }

  @Override
  public Optional<double[]> resampled(
      ResultDocument document, boolean sameSchedule, Draws draws, int times) {
    return document
        .histogram(figure)
        .map(histogram -> new Resampling(histogram, document.succeeded()))
        .map(
            sample ->
                share == 0
                    ? sample.logMeans(draws, times)
                    : sample.logPercentiles(share, draws, times));
  }

  @Override
  public Optional<String> tooFew(ResultDocument document) {
    double needed = share == 0 ? 1 : Math.ceil(LEAST_BEYOND / Math.min(share, 1 - share) - 1e-6);
    long there = document.succeeded();
    return there >= needed
        ? Optional.empty()
        : Optional.of(
            "%s takes %.0f requests, %s has %d"
                .formatted(statistic, needed, document.name(), there));
  }

  private String block() {
    return figure.wireName() + "_ms";
  }
}
