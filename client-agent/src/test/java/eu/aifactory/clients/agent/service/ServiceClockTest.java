package eu.aifactory.clients.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServiceClockTest {
  private static final Instant SENT = Instant.parse("2026-11-23T12:00:00Z");

  private long nanos;
  private final ServiceClock clock = new ServiceClock(() -> nanos);

  @Test
  void knowsNothingBeforeTheFirstExchange() {
    assertThat(clock.offset()).isEmpty();
    assertThat(clock.uncertainty()).isEmpty();
  }

  @Test
  void takesTheServersTimeAsTheMiddleOfTheExchange() {
    clock.exchanged(SENT, Duration.ofMillis(100).toNanos(), SENT.getEpochSecond() + 30.05);

    assertThat(clock.offset()).contains(Duration.ofSeconds(-30));
  }

  @Test
  void believesTheShortestRoundTrip() {
    exchange(Duration.ofMillis(400), Duration.ofMillis(200));
    exchange(Duration.ofMillis(2), Duration.ofMillis(1));
    exchange(Duration.ofMillis(300), Duration.ofMillis(150));

    assertThat(clock.offset()).contains(Duration.ofSeconds(-1));
    assertThat(clock.uncertainty()).contains(Duration.ofMillis(1));
  }

  @Test
  void knowsMoreFromTwoThatWaitedOnOneSideEachThanFromEither() {
    exchange(Duration.ofMillis(101), Duration.ofMillis(1));
    exchange(Duration.ofMillis(201), Duration.ofMillis(200));

    assertThat(clock.offset()).contains(Duration.ofSeconds(-1));
    assertThat(clock.uncertainty()).contains(Duration.ofMillis(1));
  }

  @Test
  void isLessSureTheLongerAgoItLooked() {
    exchange(Duration.ofMillis(2), Duration.ofMillis(1));
    nanos += Duration.ofSeconds(100).toNanos();

    assertThat(clock.offset()).contains(Duration.ofSeconds(-1));
    assertThat(clock.uncertainty()).contains(Duration.ofMillis(4));
  }

  @Test
  void forgetsWhatWasBeforeAClockWasSet() {
    exchange(Duration.ofMillis(2), Duration.ofMillis(1));
    clock.exchanged(SENT, Duration.ofMillis(40).toNanos(), SENT.getEpochSecond() + 5.02);

    assertThat(clock.offset()).contains(Duration.ofSeconds(-5));
    assertThat(clock.uncertainty()).contains(Duration.ofMillis(20));
  }

  /** A service one second ahead, which read its clock that long after the question left. */
  private void exchange(Duration roundTrip, Duration there) {
    double read = SENT.getEpochSecond() + 1 + there.toNanos() / 1e9;
    clock.exchanged(SENT, roundTrip.toNanos(), read);
  }

  @Test
  void turnsTheServicesTimeIntoThisMachines() {
    clock.exchanged(SENT, 0, SENT.getEpochSecond() - 5);

    assertThat(clock.local(SENT.getEpochSecond() + 10.5)).isEqualTo(SENT.plusMillis(15_500));
  }

  @Test
  void passesOverAnAnswerWithoutTime() {
    clock.exchanged(SENT, 0, 0);

    assertThat(clock.offset()).isEmpty();
  }
}
