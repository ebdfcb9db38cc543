package eu.aifactory.clients.agent.service;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How far this machine's clock is from the service's. The service had the question after it left
 * here and answered before the answer was here, so each exchange bounds the offset from both sides,
 * however long the service took in between; what is true of all of them is narrower than the best
 * alone, since a question that waited bounds one side tightly and an answer that waited the other
 * (Marzullo's algorithm, as NTP selects its clocks, where no source lies). Bounds widen with age,
 * as clocks run apart. Thread-safe.
 */
@ApplicationScoped
public class ServiceClock {
  private static final int EXCHANGES_KEPT = 256;

  /** Two clocks of ordinary machines run apart by this at most: what NTP takes them to do. */
  private static final double WIDEST_DRIFT = 30e-6;

  private final Deque<Bounds> exchanges = new ArrayDeque<>();
  private final LongSupplier nanoTime;

  /** What this machine's clock is ahead of the service's, in nanoseconds, at least and at most. */
  private record Bounds(long atNanos, long least, long most) {
    Bounds at(long nanos) {
      long drift = (long) (Math.abs(nanos - atNanos) * WIDEST_DRIFT);
      return new Bounds(nanos, least - drift, most + drift);
    }

    Optional<Bounds> and(Bounds other) {
      Bounds both = new Bounds(atNanos, Math.max(least, other.least), Math.min(most, other.most));
      return both.least <= both.most ? Optional.of(both) : Optional.empty();
    }
  }

  public ServiceClock() {
    this(System::nanoTime);
  }

  ServiceClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Notes one exchange, whose answer has come just now. One during which a clock was set, so that
   * it contradicts itself, says nothing.
   *
   * @param sent this machine's wall clock when the question left
   * @param roundTripNanos until the answer was there, by the monotonic clock
   * @param receivedSeconds the service's wall clock when it had the question, seconds since the
   *     epoch
   * @param answeredSeconds the service's wall clock when it answered; the same where it told one
   *     instant alone
   */
  public synchronized void exchanged(
      Instant sent, long roundTripNanos, double receivedSeconds, double answeredSeconds) {
    // What the first bound says is as old as the question.
    long drift = (long) (roundTripNanos * WIDEST_DRIFT);
    long least = Duration.between(instant(receivedSeconds), sent).toNanos() - drift;
    long most = Duration.between(instant(answeredSeconds), sent).toNanos() + roundTripNanos;
    if (least > most) {
      return;
    }
    if (exchanges.size() == EXCHANGES_KEPT) {
      exchanges.removeFirst();
    }
    exchanges.addLast(new Bounds(nanoTime.getAsLong(), least, most));
  }

  /** This machine's clock less the service's; empty before anything was measured. */
  public synchronized Optional<Duration> offset() {
    return bounds().map(now -> Duration.ofNanos(now.least + (now.most - now.least) / 2));
  }

  /** By how much the offset may be wrong at most; empty before anything was measured. */
  public synchronized Optional<Duration> uncertainty() {
    return bounds().map(now -> Duration.ofNanos((now.most - now.least) / 2));
  }

  /** From the newest back to where a clock was set: what was before contradicts what came after. */
  private Optional<Bounds> bounds() {
    if (exchanges.isEmpty()) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    Bounds all = exchanges.getLast().at(now);
    for (var earlier = exchanges.descendingIterator(); earlier.hasNext(); ) {
      Optional<Bounds> both = all.and(earlier.next().at(now));
      if (both.isEmpty()) {
        break;
      }
      all = both.get();
    }
    return Optional.of(all);
  }

  /** An instant of the service's clock, on this machine's clock. */
  public Instant local(double serviceSeconds) {
    return instant(serviceSeconds).plus(offset().orElse(Duration.ZERO));
  }

  private static Instant instant(double seconds) {
    long micros = Math.round(seconds * 1e6);
    return Instant.EPOCH.plusNanos(Math.multiplyExact(micros, 1_000));
  }
}
