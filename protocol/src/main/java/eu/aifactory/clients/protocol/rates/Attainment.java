package eu.aifactory.clients.protocol.rates;

/**
 * How sure it is that a share of requests keeps the SLO, of which some were seen: the exact
 * binomial test, whose bounds are those of Clopper and Pearson (1934).
 */
final class Attainment {
  private static final int STEPS = 60;

  private Attainment() {}

  /**
   * The confidence with which the true share is at least {@code share}: 1 less the probability of
   * {@code good} or more of {@code requests} if it were {@code share}.
   */
  static double confidence(long good, long requests, double share) {
    return requests == 0 ? 0 : 1 - atLeast(good, requests, share);
  }

  /** The largest share that {@link #confidence} holds for at that level: the one-sided bound. */
  static double lowerBound(long good, long requests, double confidence) {
    if (good == 0 || requests == 0) {
      return 0;
    }
    double low = 0;
    double high = 1;
    for (int i = 0; i < STEPS; i++) {
      double middle = (low + high) / 2;
      if (confidence(good, requests, middle) >= confidence) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * P(X >= good) of a binomial X: its largest term by logarithms, the others by their ratios, from
   * there outwards until they no longer count.
   */
  private static double atLeast(long good, long requests, double share) {
    if (good <= 0) {
      return 1;
    }
    long from = Math.max(good, Math.min(requests, Math.round(requests * share)));
    double odds = share / (1 - share);
    double largest = Math.exp(logTerm(from, requests, share));
    double sum = largest;
    double term = largest;
    for (long k = from; k < requests && term > sum * 1e-17; k++) {
      term *= odds * (requests - k) / (k + 1);
      sum += term;
    }
    term = largest;
    for (long k = from; k > good && term > sum * 1e-17; k--) {
      term *= k / (odds * (requests - k + 1));
      sum += term;
    }
    return Math.min(1, sum);
  }

  private static double logTerm(long k, long n, double p) {
    return logFactorial(n)
        - logFactorial(k)
        - logFactorial(n - k)
        + k * Math.log(p)
        + (n - k) * Math.log1p(-p);
  }

  /** Stirling's series, exact to 1e-13 from 16 on; the product below. */
  private static double logFactorial(long n) {
    if (n < 16) {
      double product = 1;
      for (long i = 2; i <= n; i++) {
        product *= i;
      }
      return Math.log(product);
    }
    double x = n + 1.0;
    double inverse = 1 / x;
    double square = inverse * inverse;
    double series =
        inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
  }
}
