package eu.aifactory.clients.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServiceClockTest {
  private static final Instant SENT = Instant.parse("2026-11-23T12:00:00Z");

  private final ServiceClock clock = new ServiceClock();

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
    clock.exchanged(SENT, Duration.ofMillis(400).toNanos(), SENT.getEpochSecond() + 1.39);
    clock.exchanged(SENT, Duration.ofMillis(2).toNanos(), SENT.getEpochSecond() + 1.001);
    clock.exchanged(SENT, Duration.ofMillis(300).toNanos(), SENT.getEpochSecond() + 1.01);

    assertThat(clock.offset()).contains(Duration.ofSeconds(-1));
    assertThat(clock.uncertainty()).contains(Duration.ofMillis(1));
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
