package eu.aifactory.clients.protocol.compare;

import java.util.Optional;

/**
 * Compares a share of requests by its difference, over the requests of all runs of a side. How it
 * varies from run to run is not in the interval.
 */
final class ShareComparison {
  private final Sides sides;
  private final ShareFigure figure;
  private final double tolerance;

  ShareComparison(Sides sides, ShareFigure figure, double tolerance) {
    this.sides = sides;
    this.figure = figure;
    this.tolerance = tolerance;
  }

  /** Empty when neither side has the figure. */
  Optional<Comparison.Effect> effect() {
    Optional<ShareFigure.Counts> base = figure.in(sides.base());
    Optional<ShareFigure.Counts> with = figure.in(sides.with());
    if (base.isEmpty() && with.isEmpty()) {
      return Optional.empty();
    }
    if (base.isEmpty() || with.isEmpty()) {
      String side = base.isEmpty() ? "base" : "with";
      return Optional.of(
          effect(base, with, null, Outcome.INCONCLUSIVE, "%s did not measure it".formatted(side)));
    }
    Interval interval = interval(base.get(), with.get());
    // Of few requests the interval is wide; where none failed there is nothing to be worse.
    boolean flawless = figure == ShareFigure.FAILED && with.get().of() == 0;
    Outcome outcome = flawless ? Outcome.PASS : interval.outcome(figure.better(), tolerance);
    return Optional.of(
        effect(
            base,
            with,
            interval,
            outcome,
            outcome == Outcome.INCONCLUSIVE ? "the tolerance lies within the interval" : null));
  }

  private Interval interval(ShareFigure.Counts base, ShareFigure.Counts with) {
    Draws draws = new Draws(figure.wireName());
    double[] effects = new double[RatioComparison.RESAMPLES];
    for (int i = 0; i < effects.length; i++) {
      effects[i] = with.drawn(draws) - base.drawn(draws);
    }
    return Interval.of(effects);
  }

  private Comparison.Effect effect(
      Optional<ShareFigure.Counts> base,
      Optional<ShareFigure.Counts> with,
      Interval interval,
      Outcome outcome,
      String reason) {
    Double before = base.map(ShareFigure.Counts::share).orElse(null);
    Double after = with.map(ShareFigure.Counts::share).orElse(null);
    return new Comparison.Effect(
        figure.wireName(),
        figure.better().wireName(),
        before,
        after,
        before == null || after == null ? null : Double.valueOf(after - before),
        interval == null ? null : interval.low(),
        interval == null ? null : interval.high(),
        null,
        tolerance,
        outcome,
        reason);
  }
}
