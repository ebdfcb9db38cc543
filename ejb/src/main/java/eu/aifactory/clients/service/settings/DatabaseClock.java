package eu.aifactory.clients.service.settings;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * The database's wall clock, which is one for all instances whatever their hosts' clocks say: read
 * now and then, and carried on by this host's steady clock in between. A reading tells the time to
 * within what it took, and moves the clock only as far as it contradicts it: agents measure their
 * own clocks against this one, and would take each doubt of a few milliseconds for a clock that was
 * set. Thread-safe.
 */
@ApplicationScoped
public class DatabaseClock {
  private static final System.Logger LOG = System.getLogger(DatabaseClock.class.getName());

  /** An answer that took longer says too little about when. */
  static final Duration LONGEST_READ = Duration.ofSeconds(1);

  /** Hosts further apart than this are worth a line in the log. */
  private static final Duration TOLD_DIFFERENCE = Duration.ofSeconds(5);

  @Resource(lookup = "jdbc/aif")
  DataSource dataSource;

  private final LongSupplier nanoTime;
  private volatile Reading last;

  /** What the database's clock showed when this host's steady clock showed {@code nanos}. */
  private record Reading(Instant instant, long nanos) {}

  public DatabaseClock() {
    this(System::nanoTime);
  }

  DatabaseClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Now, by the database's clock; this host's own as long as that could not be read. */
  public Instant instant() {
    Reading reading = last;
    return reading == null
        ? Instant.now()
        : reading.instant().plusNanos(nanoTime.getAsLong() - reading.nanos());
  }

  /**
   * Reads the database's clock again. One that cannot be read now, or only slowly, leaves the last
   * reading in force. To be called outside of transactions, in which the database's clock stands.
   */
  public void read() {
    long before = nanoTime.getAsLong();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT CURRENT_TIMESTAMP")) {
      result.next();
      Instant told = result.getObject(1, OffsetDateTime.class).toInstant();
      long took = nanoTime.getAsLong() - before;
      if (took <= LONGEST_READ.toNanos() || last == null) {
        tellDifference(told);
        last = following(told, before, took);
      }
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "the database''s clock cannot be read: {0}", e.getMessage());
    }
  }

  /** The database's clock showed {@code told} at some instant of those that its reading took. */
  private Reading following(Instant told, long before, long took) {
    if (last == null) {
      return new Reading(told, before + took / 2);
    }
    Instant carriedOn = last.instant().plusNanos(before - last.nanos());
    if (carriedOn.isAfter(told)) {
      return new Reading(told, before);
    }
    return carriedOn.plusNanos(took).isBefore(told)
        ? new Reading(told, before + took)
        : new Reading(carriedOn, before);
  }

  private void tellDifference(Instant told) {
    Duration difference = Duration.between(told, Instant.now());
    if (last == null && difference.abs().compareTo(TOLD_DIFFERENCE) > 0) {
      LOG.log(
          Level.WARNING,
          "this host''s clock is {0} s off the database''s, which is the one that counts",
          difference.toSeconds());
    }
  }
}
