package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.settings.DatabaseClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The service's wall clock: the database's, so that several instances agree. Tests put another in
 * its place.
 */
@ApplicationScoped
public class ClockProducer {
  @Produces
  Clock clock(DatabaseClock database) {
    return new OfDatabase(database);
  }

  private static final class OfDatabase extends Clock {
    private final DatabaseClock database;

    OfDatabase(DatabaseClock database) {
      this.database = database;
    }

    @Override
    public Instant instant() {
      return database.instant();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("this clock is that of UTC");
    }
  }
}
