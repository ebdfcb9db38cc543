package eu.aifactory.clients.service.limit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A {@link TokenBucket} for each of many. At most so many are kept: those that are full again are
 * forgotten, and when all of them are in use, whoever is new shares one with all others who are.
 * Thread-safe: calls of different keys do not wait for each other. A call that finds its bucket
 * while it is being forgotten takes from what nobody sees any more: it is one call too many.
 */
final class Buckets {
  private static final long SWEEP_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Rate rate;
  private final int most;
  private final LongSupplier nanos;
  private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();
  private final TokenBucket ofLatecomers;
  private long sweptAt;

  /**
   * @param rate of each that is not given another
   * @param most that are kept, 1 or more
   * @param nanos a clock that does not go back
   */
  Buckets(Rate rate, int most, LongSupplier nanos) {
    this.rate = rate;
    this.most = most;
    this.nanos = nanos;
    long now = nanos.getAsLong();
    this.ofLatecomers = new TokenBucket(rate, now);
    this.sweptAt = now - SWEEP_PAUSE_NANOS;
  }

  /** Takes one of this key's; see {@link TokenBucket#take}. */
  Duration take(String key) {
    long now = nanos.getAsLong();
    TokenBucket bucket = bucket(key, now);
    synchronized (bucket) {
      return bucket.take(now);
    }
  }

  /** How long it takes until this key has one; zero when it has. Takes none and keeps nothing. */
  Duration untilNext(String key) {
    TokenBucket bucket = buckets.get(key);
    if (bucket == null) {
      if (buckets.size() < most) {
        return Duration.ZERO;
      }
      bucket = ofLatecomers;
    }
    synchronized (bucket) {
      return bucket.untilNext(nanos.getAsLong());
    }
  }

  boolean knows(String key) {
    return buckets.containsKey(key);
  }

  /** Gives the key a bucket with a rate of its own, or changes that of the one it has. */
  void allow(String key, Rate own) {
    long now = nanos.getAsLong();
    TokenBucket bucket = bucket(key, now);
    if (bucket == ofLatecomers) {
      return;
    }
    synchronized (bucket) {
      if (!bucket.rate().equals(own)) {
        bucket.changeRate(own, now);
      }
    }
  }

  int size() {
    return buckets.size();
  }

  private TokenBucket bucket(String key, long now) {
    TokenBucket known = buckets.get(key);
    return known != null ? known : newBucket(key, now);
  }

  /** One at a time, so that there are never more than may be. */
  private synchronized TokenBucket newBucket(String key, long now) {
    if (buckets.size() >= most && !buckets.containsKey(key)) {
      sweep(now);
      if (buckets.size() >= most) {
        return ofLatecomers;
      }
    }
    return buckets.computeIfAbsent(key, each -> new TokenBucket(rate, now));
  }

  /** Not for each of many who come at once: it looks at all. */
  private void sweep(long now) {
    if (now - sweptAt >= SWEEP_PAUSE_NANOS) {
      sweptAt = now;
      buckets
          .values()
          .removeIf(
              bucket -> {
                synchronized (bucket) {
                  return bucket.isFull(now);
                }
              });
    }
  }
}
