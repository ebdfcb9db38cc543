package eu.aifactory.clients.load;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The times of a run: measured by {@link System#nanoTime} alone, told as microseconds since the
 * epoch on the service's clock, through one reading of this machine's wall clock at the start. So a
 * step of the wall clock during a run moves nothing.
 */
final class RunClock {
  /** One of them is not held up between both clocks, on any machine that can make load at all. */
  private static final int READINGS = 10;

  private final long startNanos;
  private final long startMicros;

  /**
   * What the wall clock showed at an instant of the monotonic one, known to that many nanoseconds.
   */
  private record Reading(Instant wall, long nanos, long width) {}

  private RunClock(long startNanos, long startMicros) {
    this.startNanos = startNanos;
    this.startMicros = startMicros;
  }

  /**
   * @param start on this machine's wall clock; a past one means now
   * @param clockOffset this machine's clock less the service's
   */
  static RunClock startingAt(Instant start, Duration clockOffset) {
    return startingAt(start, clockOffset, Instant::now, System::nanoTime);
  }

  static RunClock startingAt(
      Instant start, Duration clockOffset, Supplier<Instant> wall, LongSupplier nanoTime) {
    Reading now = narrowest(wall, nanoTime);
    Duration ahead = Duration.between(now.wall(), start);
    Duration wait = ahead.isNegative() ? Duration.ZERO : ahead;
    Instant told = now.wall().plus(wait).minus(clockOffset);
    return new RunClock(
        now.nanos() + wait.toNanos(),
        TimeUnit.SECONDS.toMicros(told.getEpochSecond()) + told.getNano() / 1_000);
  }

  /**
   * A thread that is held up after it read one clock and before it reads the other would start its
   * run by as much too late.
   */
  private static Reading narrowest(Supplier<Instant> wall, LongSupplier nanoTime) {
    Reading best = reading(wall, nanoTime);
    for (int i = 1; i < READINGS; i++) {
      Reading next = reading(wall, nanoTime);
      best = next.width() < best.width() ? next : best;
    }
    return best;
  }

  private static Reading reading(Supplier<Instant> wall, LongSupplier nanoTime) {
    long before = nanoTime.getAsLong();
    Instant shown = wall.get();
    long width = nanoTime.getAsLong() - before;
    return new Reading(shown, before + width / 2, width);
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
