package eu.aifactory.clients.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {
  private static final Instant FAR_OFF = Instant.parse("2020-02-02T02:02:02Z");

  private final AtomicLong nanos = new AtomicLong(-5);
  private final DatabaseClock clock = new DatabaseClock(nanos::get);
  private Instant ofDatabase = FAR_OFF;
  private Duration answerTakes = Duration.ZERO;
  private boolean down;

  DatabaseClockTest() {
    clock.dataSource =
        fake(
            DataSource.class,
            () -> {
              if (down) {
                throw new SQLException("the database is down");
              }
              return fake(
                  Connection.class,
                  () -> fake(Statement.class, () -> fake(ResultSet.class, this::answer)));
            });
  }

  @Test
  void F20_showsTheDatabasesTimeWhateverThisHostsClockSays() {
    clock.read();

    assertThat(clock.instant()).isEqualTo(FAR_OFF);
    nanos.addAndGet(Duration.ofSeconds(7).toNanos());
    assertThat(clock.instant()).isEqualTo(FAR_OFF.plusSeconds(7));
  }

  @Test
  void takesTheMiddleOfTheAskingForTheMoment() {
    answerTakes = Duration.ofMillis(10);
    clock.read();

    assertThat(clock.instant()).isEqualTo(FAR_OFF.plusMillis(5));
  }

  @Test
  void followsTheDatabaseAndPassesOverASlowAnswer() {
    clock.read();
    ofDatabase = FAR_OFF.plusSeconds(60);
    answerTakes = DatabaseClock.LONGEST_READ.plusMillis(1);
    clock.read();
    assertThat(clock.instant()).isEqualTo(FAR_OFF.plus(answerTakes));

    answerTakes = Duration.ZERO;
    clock.read();
    assertThat(clock.instant()).isEqualTo(FAR_OFF.plusSeconds(60));
  }

  @Test
  void isNotMovedByAReadingThatItMayAgreeWith() {
    clock.read();
    answerTakes = Duration.ofMillis(10);
    ofDatabase = FAR_OFF.plusMillis(3);
    clock.read();

    assertThat(clock.instant()).isEqualTo(FAR_OFF.plusMillis(10));
  }

  @Test
  void isMovedByAReadingAsFarAsItContradicts() {
    clock.read();
    answerTakes = Duration.ofMillis(10);
    ofDatabase = FAR_OFF.plusMillis(14);
    clock.read();
    assertThat(clock.instant()).isEqualTo(FAR_OFF.plusMillis(14));

    ofDatabase = FAR_OFF.plusMillis(11);
    clock.read();
    assertThat(clock.instant()).isEqualTo(FAR_OFF.plusMillis(21));
  }

  @Test
  void goesOnWithoutTheDatabase() {
    clock.read();
    down = true;
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    clock.read();

    assertThat(clock.instant()).isEqualTo(FAR_OFF.plusSeconds(30));
  }

  @Test
  void showsThisHostsTimeAsLongAsItKnowsNoOther() {
    down = true;
    clock.read();

    assertThat(clock.instant()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }

  private Object answer() {
    nanos.addAndGet(answerTakes.toNanos());
    return ofDatabase.atOffset(ZoneOffset.UTC);
  }

  private interface Given {
    Object get() throws SQLException;
  }

  /** Gives the value to whoever asks for anything; what asks for nothing or a truth gets none. */
  private static <T> T fake(Class<T> type, Given value) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getReturnType() == void.class
                    ? null
                    : method.getReturnType() == boolean.class ? (Object) true : value.get()));
  }
}
