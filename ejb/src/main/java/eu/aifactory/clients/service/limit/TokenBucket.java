package eu.aifactory.clients.service.limit;

import java.time.Duration;

/**
 * What one caller has left of a {@link Rate}. Its clock is the caller's to give, so that it costs
 * nothing while it is not used. Not thread-safe: {@link Buckets} guards it.
 */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private Rate rate;
  private double left;
  private long countedAt;

  /**
   * @param nanos now, by a clock that does not go back
   */
  TokenBucket(Rate rate, long nanos) {
    this.rate = rate;
    this.left = rate.burst();
    this.countedAt = nanos;
  }

  /**
   * Takes one where there is one.
   *
   * @return zero when one was taken; else how long it takes until there is one, and none was taken
   */
  Duration take(long nanos) {
    Duration wait = untilNext(nanos);
    if (wait.isZero()) {
      left -= 1;
    }
    return wait;
  }

  /** How long it takes until there is one; zero when there is. Takes none. */
  Duration untilNext(long nanos) {
    count(nanos);
    return left >= 1
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil((1 - left) / rate.perSecond() * NANOS));
  }

  /** Whether it is as good as new: one that is may be forgotten. */
  boolean isFull(long nanos) {
    count(nanos);
    return left >= rate.burst();
  }

  /** Goes on at another rate with what is left. */
  void changeRate(Rate next, long nanos) {
    count(nanos);
    left = Math.min(next.burst(), left + Math.max(0, next.burst() - rate.burst()));
    rate = next;
  }

  Rate rate() {
    return rate;
  }

  private void count(long nanos) {
    left = Math.min(rate.burst(), left + (nanos - countedAt) / NANOS * rate.perSecond());
    countedAt = nanos;
  }
}
