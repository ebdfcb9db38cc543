package eu.aifactory.clients.agent.service;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;

/**
 * How far this machine's clock is from the service's, measured as NTP does: the service's time is
 * taken to be the middle of the exchange, and of the last exchanges the one with the shortest round
 * trip is believed, as it bounds the error best (half its round trip). Thread-safe.
 */
@ApplicationScoped
public class ServiceClock {
  private static final int EXCHANGES_KEPT = 64;

  private final Deque<Exchange> exchanges = new ArrayDeque<>();

  private record Exchange(long roundTripNanos, Duration offset) {}

  /**
   * Notes one exchange.
   *
   * @param sent this machine's wall clock when the question left
   * @param roundTripNanos until the answer was there, by the monotonic clock
   * @param serverSeconds the service's wall clock in the answer, seconds since the epoch; 0 when it
   *     did not say
   */
  public synchronized void exchanged(Instant sent, long roundTripNanos, double serverSeconds) {
    if (serverSeconds <= 0) {
      return;
    }
    Instant middle = sent.plusNanos(roundTripNanos / 2);
    if (exchanges.size() == EXCHANGES_KEPT) {
      exchanges.removeFirst();
    }
    exchanges.addLast(
        new Exchange(roundTripNanos, Duration.between(instant(serverSeconds), middle)));
  }

  /** This machine's clock less the service's; empty before anything was measured. */
  public synchronized Optional<Duration> offset() {
    return best().map(Exchange::offset);
  }

  /** By how much the offset may be wrong at most; empty before anything was measured. */
  public synchronized Optional<Duration> uncertainty() {
    return best().map(exchange -> Duration.ofNanos(exchange.roundTripNanos() / 2));
  }

  private Optional<Exchange> best() {
    return exchanges.stream().min(Comparator.comparingLong(Exchange::roundTripNanos));
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
