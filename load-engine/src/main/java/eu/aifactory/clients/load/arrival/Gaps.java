package eu.aifactory.clients.load.arrival;

import eu.aifactory.clients.load.random.RequestRandom;
import eu.aifactory.clients.protocol.Workload;

/**
 * Gaps between arrivals of a process of rate 1, each from seed and index alone. {@link StrictMath}
 * throughout: agents on different processors must draw the same.
 */
@FunctionalInterface
interface Gaps {
  /** The gap before the arrival of this index, of mean 1. */
  double before(long index);

  static Gaps of(Workload.Load load, long seed) {
    return switch (load.kind()) {
      case Workload.Load.POISSON -> index -> exponential(uniform(seed, index));
      case Workload.Load.GAMMA -> gamma(load.burstiness(), seed);
      default -> throw new IllegalArgumentException("no random gaps in kind " + load.kind());
    };
  }

  private static double uniform(long seed, long index) {
    return unit(RequestRandom.bits(seed, index, RequestRandom.ARRIVAL));
  }

  /** Uniform in 0 to 1, 1 excluded. */
  private static double unit(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  private static double exponential(double uniform) {
    return -StrictMath.log1p(-uniform);
  }

  /** Of shape k and mean 1, so of variance 1/k: Marsaglia and Tsang (2000). */
  private static Gaps gamma(double shape, long seed) {
    // A shape below 1 is drawn as one above it, times a power of a uniform number.
    double drawn = shape < 1 ? shape + 1 : shape;
    double d = drawn - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    return index -> {
      Draws draws = new Draws(RequestRandom.bits(seed, index, RequestRandom.ARRIVAL));
      double value = gamma(d, c, draws);
      double boost = shape < 1 ? StrictMath.pow(1 - draws.next(), 1 / shape) : 1;
      return value * boost / shape;
    };
  }

  private static double gamma(double d, double c, Draws draws) {
    while (true) {
      double normal = draws.nextNormal();
      double root = 1 + c * normal;
      double v = root * root * root;
      double uniform = 1 - draws.next();
      boolean accepted =
          v > 0
              && StrictMath.log(uniform)
                  < 0.5 * normal * normal + d - d * v + d * StrictMath.log(v);
      if (accepted) {
        return d * v;
      }
    }
  }

  /** As many numbers as one arrival needs. */
  final class Draws {
    private final long key;
    private long drawn;

    Draws(long key) {
      this.key = key;
    }

    double next() {
      return unit(RequestRandom.bits(key, drawn++, RequestRandom.ARRIVAL));
    }

    /** Box and Muller. */
    double nextNormal() {
      double radius = StrictMath.sqrt(2 * exponential(next()));
      return radius * StrictMath.cos(2 * StrictMath.PI * next());
    }
  }
}
