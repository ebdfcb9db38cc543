package eu.aifactory.clients.load.arrival;

import eu.aifactory.clients.protocol.Workload;

/**
 * How a rate runs over a stage, as the inverse of its integral: after how many seconds so many
 * requests are due. A process of rate 1 sent through it gets the stage's rate and keeps its own
 * regularity.
 */
@FunctionalInterface
interface RateCurve {
  /**
   * Seconds from the stage's beginning until {@code requests} are due; infinite when that many
   * never are.
   */
  double seconds(double requests);

  static RateCurve of(Workload.Load load) {
    double from = load.rate();
    if (load.ramp() == null || load.ramp().to() == from) {
      return requests -> requests / from;
    }
    return Workload.Ramp.EXPONENTIAL.equals(load.ramp().curve())
        ? exponential(from, load.ramp().to(), load.durationSeconds())
        : linear(from, load.ramp().to(), load.durationSeconds());
  }

  /** From a t + (b - a) t^2 / 2 d = n, in the form that loses no digits. */
  private static RateCurve linear(double from, double to, double seconds) {
    double slope = (to - from) / seconds;
    return requests -> {
      double square = from * from + 2 * slope * requests;
      return square < 0
          ? Double.POSITIVE_INFINITY
          : 2 * requests / (from + StrictMath.sqrt(square));
    };
  }

  /** From a d / ln(b/a) ((b/a)^(t/d) - 1) = n. */
  private static RateCurve exponential(double from, double to, double seconds) {
    double growth = StrictMath.log(to / from) / seconds;
    return requests -> {
      double grown = growth * requests / from;
      return grown <= -1 ? Double.POSITIVE_INFINITY : StrictMath.log1p(grown) / growth;
    };
  }
}
