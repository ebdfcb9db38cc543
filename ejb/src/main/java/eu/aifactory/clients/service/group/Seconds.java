package eu.aifactory.clients.service.group;

import java.time.Duration;
import java.time.Instant;

/** Instants and times as the wire has them: seconds, to the millisecond. */
public final class Seconds {
  private Seconds() {}

  /** Since the epoch. */
  public static double of(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  public static double of(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
