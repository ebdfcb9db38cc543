package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessCalmTest {
  private static final long DEADLINE = TimeUnit.SECONDS.toNanos(1);

  private long now;
  private long processor;
  private double cores;
  private long calmAt = Long.MAX_VALUE;

  private final ProcessCalm calm = new ProcessCalm(() -> processor, () -> now, this::pass);

  private void pass(long millis) {
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    now += nanos;
    processor += now > calmAt ? 0 : Math.round(cores * nanos);
  }

  @Test
  void calmFromTheFirst() throws InterruptedException {
    cores = 0.2;

    assertThat(calm.await(DEADLINE)).isTrue();
    assertThat(now).isLessThan(DEADLINE / 10);
  }

  @Test
  void waitsUntilTheCompilersAreDone() throws InterruptedException {
    cores = 1.5;
    calmAt = DEADLINE / 2;

    assertThat(calm.await(DEADLINE)).isFalse();
    assertThat(now).isBetween(calmAt, DEADLINE - 1);
  }

  @Test
  void givesUpAtTheDeadline() throws InterruptedException {
    cores = 0.3;

    assertThat(calm.await(DEADLINE)).isFalse();
    assertThat(now).isEqualTo(DEADLINE);
  }

  @Test
  void promisesNothingWhereProcessorTimeIsUnknown() throws InterruptedException {
    ProcessCalm unknown = new ProcessCalm(() -> -1, () -> now, this::pass);

    assertThat(unknown.await(DEADLINE)).isFalse();
    assertThat(now).isLessThan(DEADLINE / 10);
  }
}
