package eu.aifactory.clients.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DatabasePulseTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final DatabasePulse pulse = new DatabasePulse(nanos::get);
  private Callable<Boolean> answer = () -> true;

  DatabasePulseTest() {
    pulse.dataSource =
        fake(
            DataSource.class,
            () -> fake(Connection.class, () -> fake(Statement.class, () -> answer.call())));
  }

  @Test
  void hasNoTroubleWithADatabaseThatAnswers() {
    assertThat(pulse.trouble()).as("before it was asked").isEmpty();
    pulse.take();

    assertThat(pulse.trouble()).isEmpty();
    assertThatCode(pulse::require).doesNotThrowAnyException();
  }

  @Test
  void tellsOfOneThatDoesNotAnswerWhileItIsWaitedFor() {
    answer =
        () -> {
          wait(Duration.ofSeconds(3));
          assertThat(pulse.trouble()).as("after three seconds").isEmpty();
          wait(Duration.ofSeconds(2));
          assertThat(pulse.trouble()).contains("the database has not answered for 5 s");
          assertThatThrownBy(pulse::require).isInstanceOf(DatabaseAwayException.class);
          return true;
        };
    pulse.take();

    assertThat(pulse.trouble()).contains("the database took 5 s to answer");
    answer = () -> true;
    pulse.take();
    assertThat(pulse.trouble()).isEmpty();
  }

  @Test
  void tellsOfOneThatIsAwayUntilItIsBack() {
    answer =
        () -> {
          throw new SQLException("connection refused");
        };
    pulse.take();
    assertThat(pulse.trouble()).contains("the database cannot be used now");

    answer = () -> true;
    pulse.take();
    assertThat(pulse.trouble()).isEmpty();
  }

  private void wait(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  /** Whatever is asked of it but to close gives the same. */
  private static <T> T fake(Class<T> type, Callable<?> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            DatabasePulseTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> method.getName().equals("close") ? null : answer.call()));
  }
}
