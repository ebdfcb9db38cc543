package eu.aifactory.clients.service.settings;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * Whether the database answers, asked once a second by a thread of its own. Calls that need it are
 * turned away while it does not: each would hold a thread and a connection for as long as it takes,
 * until there are none. Thread-safe.
 */
@ApplicationScoped
public class DatabasePulse {
  /** An answer that takes longer is as bad as none. */
  static final Duration LONGEST = Duration.ofSeconds(3);

  /** Of a table that every call needs: one that is locked is as good as away. */
  private static final String QUESTION = "SELECT 1 FROM client_group WHERE pk = 0";

  private static final System.Logger LOG = System.getLogger(DatabasePulse.class.getName());

  @Resource(lookup = "jdbc/aif")
  DataSource dataSource;

  private final LongSupplier nanoTime;

  /** When a question was asked that is not answered yet; {@code null} when there is none. */
  private volatile Long askedAt;

  /** What was wrong with the last answer; {@code null} when nothing was. */
  private volatile String last;

  private boolean told;

  public DatabasePulse() {
    this(System::nanoTime);
  }

  DatabasePulse(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** What is wrong with the database; empty when it answers. Costs nothing. */
  public Optional<String> trouble() {
    Long since = askedAt;
    if (since != null && waitedFor(since).compareTo(LONGEST) > 0) {
      return Optional.of(
          "the database has not answered for %d s".formatted(waitedFor(since).toSeconds()));
    }
    return Optional.ofNullable(last);
  }

  /**
   * @throws DatabaseAwayException when it does not answer
   */
  public void require() {
    trouble()
        .ifPresent(
            trouble -> {
              throw new DatabaseAwayException(trouble);
            });
  }

  /** Asks once. To be called by one thread, which may have to wait for long. */
  public void take() {
    long asked = nanoTime.getAsLong();
    askedAt = asked;
    last = answer(asked).orElse(null);
    askedAt = null;
    tell();
  }

  private Optional<String> answer(long asked) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(QUESTION);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "the database does not answer: {0}", e.getMessage());
      return Optional.of(StorageFault.in(e).orElse(StorageFault.UNAVAILABLE).sentence());
    }
    Duration took = waitedFor(asked);
    return took.compareTo(LONGEST) > 0
        ? Optional.of("the database took %d s to answer".formatted(took.toSeconds()))
        : Optional.empty();
  }

  /** Once for each time that it goes away or comes back. */
  private void tell() {
    String trouble = last;
    if (trouble != null && !told) {
      LOG.log(Level.WARNING, "{0}: calls are turned away until it does", trouble);
    } else if (trouble == null && told) {
      LOG.log(Level.INFO, "the database answers again");
    }
    told = trouble != null;
  }

  private Duration waitedFor(long since) {
    return Duration.ofNanos(nanoTime.getAsLong() - since);
  }
}
