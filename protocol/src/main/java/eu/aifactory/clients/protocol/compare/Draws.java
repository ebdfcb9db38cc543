package eu.aifactory.clients.protocol.compare;

import java.util.SplittableRandom;

/**
 * Random draws of the distributions that a comparison needs. The same label gives the same draws,
 * so that an answer is the same whenever it is asked for. Not thread-safe.
 */
final class Draws {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final SplittableRandom random;

  Draws(String label) {
    random = new SplittableRandom(label.hashCode() * GOLDEN);
  }

  double normal() {
    return random.nextGaussian();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Student's t. */
  double student(int degrees) {
    return normal() / Math.sqrt(gamma(degrees / 2.0) / (degrees / 2.0));
  }

  /** Beta; both parameters more than 0. */
  double beta(double a, double b) {
    double x = gamma(a);
    return x / (x + gamma(b));
  }

  /** Gamma of scale 1, after Marsaglia and Tsang (2000). */
  double gamma(double shape) {
    if (shape < 1) {
      return gamma(shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = normal();
      double v = Math.pow(1 + c * x, 3);
      double u = 1 - random.nextDouble();
      if (v > 0 && Math.log(u) < x * x / 2 + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
