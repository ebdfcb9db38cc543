package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunClockTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final long START_NANOS = 7_000_000_000L;

  private final Deque<Duration> heldUp = new ArrayDeque<>();
  private long nanos = START_NANOS;

  @Test
  void startsAfterTheTimeThatTheWallClockHasToGo() {
    RunClock clock = startingIn(Duration.ofMillis(700));

    assertThat(clock.startNanos()).isEqualTo(START_NANOS + 700_000_000);
    assertThat(clock.startMicros()).isEqualTo(micros(NOW.plusMillis(700)) - 5_000);
  }

  @Test
  void startsAtOnceWhenTheInstantIsPast() {
    RunClock clock = startingIn(Duration.ofSeconds(-3));

    assertThat(clock.startNanos()).isEqualTo(START_NANOS);
    assertThat(clock.startMicros()).isEqualTo(micros(NOW) - 5_000);
  }

  @Test
  void startsOnTimeThoughItsThreadIsHeldUpBetweenBothClocks() {
    heldUp.addAll(List.of(Duration.ofMillis(40), Duration.ofMillis(15)));

    assertThat(startingIn(Duration.ofMillis(700)).startNanos())
        .isEqualTo(START_NANOS + 700_000_000);
  }

  /** A service whose clock is 5 ms behind. */
  private RunClock startingIn(Duration ahead) {
    return RunClock.startingAt(
        NOW.plus(ahead), Duration.ofMillis(5), this::wallAndThenHeldUp, () -> nanos);
  }

  private Instant wallAndThenHeldUp() {
    Instant shown = NOW.plusNanos(nanos - START_NANOS);
    nanos += heldUp.isEmpty() ? 0 : heldUp.poll().toNanos();
    return shown;
  }

  private static long micros(Instant instant) {
    return instant.toEpochMilli() * 1_000;
  }
}
