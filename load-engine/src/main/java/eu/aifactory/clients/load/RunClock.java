package eu.aifactory.clients.load;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The times of a run: measured by {@link System#nanoTime} alone, told as microseconds since the
 * epoch on the service's clock, through one reading of this machine's wall clock at the start. So a
 * step of the wall clock during a run moves nothing.
 */
final class RunClock {
  private final long startNanos;
  private final long startMicros;

  private RunClock(long startNanos, long startMicros) {
    this.startNanos = startNanos;
    this.startMicros = startMicros;
  }

  /**
   * @param start on this machine's wall clock; a past one means now
   * @param clockOffset this machine's clock less the service's
   */
  static RunClock startingAt(Instant start, Duration clockOffset) {
    Instant now = Instant.now();
    long nowNanos = System.nanoTime();
    Duration ahead = Duration.between(now, start);
    Duration wait = ahead.isNegative() ? Duration.ZERO : ahead;
    Instant told = now.plus(wait).minus(clockOffset);
    return new RunClock(
        nowNanos + wait.toNanos(),
        TimeUnit.SECONDS.toMicros(told.getEpochSecond()) + told.getNano() / 1_000);
  }

  long startNanos() {
    return startNanos;
  }

  long startMicros() {
    return startMicros;
  }

  long micros(long nanos) {
    return startMicros + (nanos - startNanos) / 1_000;
  }
}
