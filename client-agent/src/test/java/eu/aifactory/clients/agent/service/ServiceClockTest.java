package eu.aifactory.clients.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
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
    exchange(Duration.ofMillis(100), Duration.ofMillis(50));

    assertThat(clock.offset()).hasValueSatisfying(near(Duration.ofSeconds(-1)));
  }

  @Test
  void doubtsTheWayAloneAndNotWhatTheServiceTook() {
    double received = SENT.getEpochSecond() + 1.002;
    clock.exchanged(SENT, Duration.ofMillis(504).toNanos(), received, received + 0.5);

    assertThat(clock.offset()).hasValueSatisfying(near(Duration.ofSeconds(-1)));
    assertThat(clock.uncertainty()).hasValueSatisfying(near(Duration.ofMillis(2)));
  }

  @Test
  void allowsForClocksThatRunApartWhileTheServiceKeepsTheQuestion() {
    double received = SENT.getEpochSecond();
    clock.exchanged(SENT, Duration.ofSeconds(20).toNanos(), received, received + 20);

    assertThat(clock.uncertainty()).contains(Duration.ofNanos(300_000));
  }

  @Test
  void passesOverAnExchangeDuringWhichAClockWasSet() {
    exchange(Duration.ofMillis(2), Duration.ofMillis(1));
    double received = SENT.getEpochSecond() + 1;
    clock.exchanged(SENT, Duration.ofMillis(2).toNanos(), received, received + 5);

    assertThat(clock.offset()).hasValueSatisfying(near(Duration.ofSeconds(-1)));
  }

  @Test
  void believesTheShortestRoundTrip() {
    exchange(Duration.ofMillis(400), Duration.ofMillis(200));
    exchange(Duration.ofMillis(2), Duration.ofMillis(1));
    exchange(Duration.ofMillis(300), Duration.ofMillis(150));

    assertThat(clock.offset()).hasValueSatisfying(near(Duration.ofSeconds(-1)));
    assertThat(clock.uncertainty()).hasValueSatisfying(near(Duration.ofMillis(1)));
  }

  @Test
  void knowsMoreFromTwoThatWaitedOnOneSideEachThanFromEither() {
    exchange(Duration.ofMillis(101), Duration.ofMillis(1));
    exchange(Duration.ofMillis(201), Duration.ofMillis(200));

    assertThat(clock.offset()).hasValueSatisfying(near(Duration.ofSeconds(-1)));
    assertThat(clock.uncertainty()).hasValueSatisfying(near(Duration.ofMillis(1)));
  }

  @Test
  void isLessSureTheLongerAgoItLooked() {
    exchange(Duration.ofMillis(2), Duration.ofMillis(1));
    nanos += Duration.ofSeconds(100).toNanos();

    assertThat(clock.offset()).hasValueSatisfying(near(Duration.ofSeconds(-1)));
    assertThat(clock.uncertainty()).hasValueSatisfying(near(Duration.ofMillis(4)));
  }

  @Test
  void forgetsWhatWasBeforeAClockWasSet() {
    exchange(Duration.ofMillis(2), Duration.ofMillis(1));
    double later = SENT.getEpochSecond() + 5.02;
    clock.exchanged(SENT, Duration.ofMillis(40).toNanos(), later, later);

    assertThat(clock.offset()).hasValueSatisfying(near(Duration.ofSeconds(-5)));
    assertThat(clock.uncertainty()).hasValueSatisfying(near(Duration.ofMillis(20)));
  }

  /** A service one second ahead, which read its clock that long after the question left. */
  private void exchange(Duration roundTrip, Duration there) {
    double read = SENT.getEpochSecond() + 1 + there.toNanos() / 1e9;
    clock.exchanged(SENT, roundTrip.toNanos(), read, read);
  }

  @Test
  void turnsTheServicesTimeIntoThisMachines() {
    double read = SENT.getEpochSecond() - 5;
    clock.exchanged(SENT, 0, read, read);

    assertThat(clock.local(SENT.getEpochSecond() + 10.5)).isEqualTo(SENT.plusMillis(15_500));
  }

  /** But for what clocks may have run apart during an exchange. */
  private static Consumer<Duration> near(Duration expected) {
    return found -> assertThat(found).isCloseTo(expected, Duration.ofNanos(20_000));
  }
}
