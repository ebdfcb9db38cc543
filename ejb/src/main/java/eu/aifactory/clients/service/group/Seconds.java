package eu.aifactory.clients.service.group;

import java.time.Instant;

/** Instants as the wire has them: seconds since the epoch, to the millisecond. */
public final class Seconds {
  private Seconds() {}

  public static double of(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }
}
