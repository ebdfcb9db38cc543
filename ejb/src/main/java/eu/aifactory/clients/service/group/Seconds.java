package eu.aifactory.clients.service.group;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Instants and times as the wire has them: seconds, to the millisecond where nothing else is said.
 */
public final class Seconds {
  private Seconds() {}

  /** Since the epoch. */
  public static double of(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  /** Since the epoch, to the microsecond: for clocks that are compared. */
  public static double exactly(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant) / 1e6;
  }

  public static double of(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
