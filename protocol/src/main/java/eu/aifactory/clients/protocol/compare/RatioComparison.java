package eu.aifactory.clients.protocol.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Compares a figure by its ratio: a bootstrap of two levels. The requests of each run are drawn
 * anew from its histogram. Runs are too few to be drawn anew, which would make the interval far too
 * narrow, so their level is drawn from Student's t with the spread that they show.
 */
final class RatioComparison {
  static final int RESAMPLES = 2_000;

  private final Sides sides;
  private final ComparedFigure figure;
  private final double tolerance;
  private final double assumedSpread;

  RatioComparison(Sides sides, ComparedFigure figure, double tolerance, double assumedSpread) {
    this.sides = sides;
    this.figure = figure;
    this.tolerance = tolerance;
    this.assumedSpread = assumedSpread;
  }

  /** Empty when neither side has the figure. */
  Optional<Comparison.Effect> effect() {
    OptionalDouble base = mean(sides.base());
    OptionalDouble with = mean(sides.with());
    if (base.isEmpty() && with.isEmpty()) {
      return Optional.empty();
    }
    if (base.isEmpty() || with.isEmpty()) {
      String side = base.isEmpty() ? "base" : "with";
      return Optional.of(
          unjudged(base, with, Outcome.INCONCLUSIVE, "%s did not measure it".formatted(side)));
    }
    Optional<String> tooFew = sides.all().map(figure::tooFew).flatMap(Optional::stream).findFirst();
    return Optional.of(
        tooFew.isPresent()
            ? unjudged(base, with, null, tooFew.get())
            : judged(base.getAsDouble(), with.getAsDouble()));
  }

  private Comparison.Effect judged(double base, double with) {
    double[] baseLogs = logs(sides.base());
    double[] withLogs = logs(sides.with());
    List<double[]> baseDraws = resampled("base", sides.base());
    List<double[]> withDraws = resampled("with", sides.with());
    boolean withinIsKnown =
        baseDraws.size() == baseLogs.length && withDraws.size() == withLogs.length;
    if (!withinIsKnown && !sides.tellTheSpread()) {
      return unjudged(
          OptionalDouble.of(base),
          OptionalDouble.of(with),
          Outcome.INCONCLUSIVE,
          "a result carries no histogram of it, and there are too few runs to do without");
    }
    if (!withinIsKnown) {
      baseDraws = List.of();
      withDraws = List.of();
    }
    RunSpread spread = spread(baseLogs, withLogs, baseDraws, withDraws);
    double centre = Math.log(with / base);
    Draws draws = new Draws("runs " + figure.name());
    double[] effects = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double off =
          meanAt(withDraws, i)
              - meanAt(baseDraws, i)
              + spread.drawn(baseLogs.length, withLogs.length, draws);
      effects[i] = Math.expm1(centre + off);
    }
    return judged(base, with, spread, Interval.of(effects));
  }

  private RunSpread spread(
      double[] baseLogs, double[] withLogs, List<double[]> baseDraws, List<double[]> withDraws) {
    if (!sides.tellTheSpread()) {
      return RunSpread.assumed(assumedSpread);
    }
    double sum = 0;
    for (List<double[]> draws : List.of(baseDraws, withDraws)) {
      sum += draws.stream().mapToDouble(RatioComparison::variance).sum();
    }
    double within = baseDraws.isEmpty() ? 0 : sum / (baseDraws.size() + withDraws.size());
    return RunSpread.estimated(baseLogs, withLogs, within);
  }

  private Comparison.Effect judged(double base, double with, RunSpread spread, Interval interval) {
    Outcome outcome = interval.outcome(figure.better(), tolerance);
    return new Comparison.Effect(
        figure.name(),
        figure.better().wireName(),
        base,
        with,
        with / base - 1,
        interval.low(),
        interval.high(),
        spread.deviation(),
        tolerance,
        outcome,
        outcome == Outcome.INCONCLUSIVE ? "the tolerance lies within the interval" : null);
  }

  private Comparison.Effect unjudged(
      OptionalDouble base, OptionalDouble with, Outcome outcome, String reason) {
    boolean both = base.isPresent() && with.isPresent();
    return new Comparison.Effect(
        figure.name(),
        figure.better().wireName(),
        base.isPresent() ? base.getAsDouble() : null,
        with.isPresent() ? with.getAsDouble() : null,
        both ? with.getAsDouble() / base.getAsDouble() - 1 : null,
        null,
        null,
        null,
        tolerance,
        outcome,
        reason);
  }

  /** The geometric mean over the runs; empty when one of them has no figure above 0. */
  private OptionalDouble mean(List<ResultDocument> documents) {
    double[] logs = logs(documents);
    return logs.length < documents.size()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.exp(Arrays.stream(logs).average().orElseThrow()));
  }

  private double[] logs(List<ResultDocument> documents) {
    return documents.stream()
        .map(figure::valueIn)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .filter(value -> value > 0)
        .map(Math::log)
        .toArray();
  }

  /** A run each; fewer where one carries too little for it. */
  private List<double[]> resampled(String side, List<ResultDocument> documents) {
    List<Optional<double[]>> each = new ArrayList<>();
    for (int run = 0; run < documents.size(); run++) {
      Draws draws = new Draws("%s %d %s".formatted(side, run, figure.name()));
      each.add(figure.resampled(documents.get(run), sides.sameLoad(), draws, RESAMPLES));
    }
    return each.stream().flatMap(Optional::stream).toList();
  }

  private static double meanAt(List<double[]> draws, int i) {
    return draws.stream().mapToDouble(run -> run[i]).average().orElse(0);
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum()
        / (values.length - 1);
  }
}
