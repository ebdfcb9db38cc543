package eu.aifactory.clients.slurm;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A token bucket: turns come at a steady rate, and some are saved up. Thread-safe. */
final class Turns {
  private final double nanosPerTurn;
  private final double mostSaved;
  private final LongSupplier nanos;

  private double saved;
  private long countedAt;

  Turns(double perSecond, double mostSaved, LongSupplier nanos) {
    this.nanosPerTurn = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.mostSaved = mostSaved;
    this.nanos = nanos;
    this.saved = mostSaved;
    this.countedAt = nanos.getAsLong();
  }

  /**
   * Waits for a turn, those who came first going first.
   *
   * @return {@code false}, at once, when it would come later than {@code limit} from now
   */
  boolean take(Duration limit) throws InterruptedException {
    long wait = reserve(limit.toNanos());
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
    return wait >= 0;
  }

  /** Nanoseconds until the turn that was taken, or -1 when none was. */
  private synchronized long reserve(long limit) {
    long now = nanos.getAsLong();
    saved = Math.min(mostSaved, saved + (now - countedAt) / nanosPerTurn);
    countedAt = now;
    long wait = saved >= 1 ? 0 : (long) ((1 - saved) * nanosPerTurn);
    if (wait > limit) {
      return -1;
    }
    saved -= 1;
    return wait;
  }
}
