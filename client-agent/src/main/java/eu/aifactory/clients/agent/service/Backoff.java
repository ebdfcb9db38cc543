package eu.aifactory.clients.agent.service;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between tries: each twice the last, with jitter, so that many agents do not try as one.
 */
public final class Backoff {
  private final Duration longest;
  private Duration pause;

  public Backoff(Duration first, Duration longest) {
    this.pause = first;
    this.longest = longest;
  }

  /** The pause before the next try: between half and the whole of the current step. */
  public Duration next() {
    long nanos = pause.toNanos();
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(longest) > 0 ? longest : doubled;
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(nanos / 2, nanos + 1));
  }
}
