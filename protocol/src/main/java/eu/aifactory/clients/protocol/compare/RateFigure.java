package eu.aifactory.clients.protocol.compare;

import eu.aifactory.clients.protocol.figures.Figure;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A rate over the window. In a closed loop it is the clients over the mean time of a request, and
 * as uncertain as that mean. Where the load has a schedule, the same on both sides, requests come
 * when they are due: nothing is left to chance but the run itself.
 *
 * @param member of the result's {@code rates}
 */
record RateFigure(String member) implements ComparedFigure {
  private static final String CLOSED = "closed";

  @Override
  public String name() {
    return "rates." + member;
  }

  @Override
  public Better better() {
    return Better.HIGHER;
  }

  @Override
  public OptionalDouble valueIn(ResultDocument document) {
    return document.number("rates", member);
  }

  @Override
  public Optional<double[]> resampled(
      ResultDocument document, boolean sameSchedule, Draws draws, int times) {
    boolean closed = document.text("workload", "load", "kind").map(CLOSED::equals).orElse(true);
    if (closed) {
      return document
          .histogram(Figure.E2E)
          .map(histogram -> new Resampling(histogram, document.succeeded()))
          .map(sample -> negated(sample.logMeans(draws, times)));
    }
    double[] ratios = new double[times];
    if (!sameSchedule) {
      // Counted as if each request came by chance: a Poisson count.
      double deviation = 1 / Math.sqrt(Math.max(1, document.succeeded()));
      Arrays.setAll(ratios, i -> deviation * draws.normal());
    }
    return Optional.of(ratios);
  }

  @Override
  public Optional<String> tooFew(ResultDocument document) {
    return Optional.empty();
  }

  private static double[] negated(double[] values) {
    return Arrays.stream(values).map(value -> -value).toArray();
  }
}
