package eu.aifactory.clients.load.random;

import eu.aifactory.clients.protocol.Distribution;

/**
 * Numbers of a {@link Distribution}, each a function of the state it is drawn from. Immutable.
 *
 * <p>What falls outside the bounds is drawn again, so that a bounded distribution is the unbounded
 * one cut off there, without heaps at the bounds. Where bounds are so close together that {@value
 * #MOST_ATTEMPTS} draws all miss, the density between them is all but flat, and the number is
 * uniform between them (of a lognormal: its logarithm).
 */
public final class Draw {
  static final int MOST_ATTEMPTS = 256;

  private final String kind;
  private final double min;
  private final double max;
  private final double center;
  private final double spread;

  private Draw(String kind, double min, double max, double center, double spread) {
    this.kind = kind;
    this.min = min;
    this.max = max;
    this.center = center;
    this.spread = spread;
  }

  /**
   * @param from checked by {@link eu.aifactory.clients.protocol.WorkloadCheck}
   * @param least below which no number is, whatever the distribution says
   */
  public static Draw of(Distribution from, double least) {
    double min = from.min() == null ? least : Math.max(least, from.min());
    double max = from.max() == null ? Double.MAX_VALUE : Math.max(min, from.max());
    return switch (from.kind()) {
      case Distribution.FIXED -> fixed(Math.max(least, from.value()));
      case Distribution.LOGNORMAL -> {
        // Moments of the numbers, turned into those of their logarithms.
        double variance = Math.log1p(Math.pow(from.stddev() / from.mean(), 2));
        double logMean = Math.log(from.mean()) - variance / 2;
        yield new Draw(
            from.kind(), Math.max(min, Double.MIN_NORMAL), max, logMean, Math.sqrt(variance));
      }
      case Distribution.NORMAL -> new Draw(from.kind(), min, max, from.mean(), from.stddev());
      case Distribution.EXPONENTIAL -> new Draw(from.kind(), min, max, 0, from.mean());
      default -> new Draw(Distribution.UNIFORM, min, max, 0, 0);
    };
  }

  /** Always the same number. */
  public static Draw fixed(double value) {
    return new Draw(Distribution.FIXED, value, value, 0, 0);
  }

  /** A number; the same for the same state. */
  public double number(long state) {
    if (Distribution.FIXED.equals(kind)) {
      return min;
    }
    if (Distribution.UNIFORM.equals(kind)) {
      return min + (max - min) * RequestRandom.unit(RequestRandom.at(state, 0));
    }
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      double number = attempt(state, attempt);
      if (number >= min && number <= max) {
        return number;
      }
    }
    double unit = RequestRandom.unit(RequestRandom.at(state, 2L * MOST_ATTEMPTS));
    return Distribution.LOGNORMAL.equals(kind)
        ? min * Math.pow(max / min, unit)
        : min + (max - min) * unit;
  }

  /** A whole number, each of a uniform distribution's as likely as the others. */
  public int whole(long state) {
    if (Distribution.UNIFORM.equals(kind)) {
      double least = Math.ceil(min);
      double count = Math.max(1, Math.floor(max) - least + 1);
      return (int) (least + Math.floor(count * RequestRandom.unit(RequestRandom.at(state, 0))));
    }
    return (int) Math.clamp(Math.rint(number(state)), Math.ceil(min), Integer.MAX_VALUE);
  }

  private double attempt(long state, int attempt) {
    // Of 0 < u <= 1, so that its logarithm exists.
    double u = 1 - RequestRandom.unit(RequestRandom.at(state, 2L * attempt));
    if (Distribution.EXPONENTIAL.equals(kind)) {
      return -spread * Math.log(u);
    }
    // Box and Muller 1958, one of the two numbers that it gives.
    double turn = 2 * Math.PI * RequestRandom.unit(RequestRandom.at(state, 2L * attempt + 1));
    double number = center + spread * Math.sqrt(-2 * Math.log(u)) * Math.cos(turn);
    return Distribution.LOGNORMAL.equals(kind) ? Math.exp(number) : number;
  }
}
