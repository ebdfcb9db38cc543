package eu.aifactory.clients.protocol.compare;

import java.util.Arrays;

/** Between which values an effect lies. */
record Interval(double low, double high) {
  /** How often an interval holds what it is of. */
  static final double CONFIDENCE = 0.95;

  /** The central ones of the draws; sorts them. */
  static Interval of(double[] draws) {
    Arrays.sort(draws);
    double outside = (1 - CONFIDENCE) / 2;
    int first = (int) Math.round(outside * (draws.length - 1));
    return new Interval(draws[first], draws[draws.length - 1 - first]);
  }

  /** By how much it is worse, from the better end to the worse. */
  Interval worseBy(Better better) {
    double one = better.worseBy(low);
    double other = better.worseBy(high);
    return new Interval(Math.min(one, other), Math.max(one, other));
  }

  /** What it says of an effect that may be worse by so much. */
  Outcome outcome(Better better, double tolerance) {
    Interval worse = worseBy(better);
    if (worse.high < tolerance) {
      return Outcome.PASS;
    }
    return worse.low > tolerance ? Outcome.REGRESSED : Outcome.INCONCLUSIVE;
  }
}
