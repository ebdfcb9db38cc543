package eu.aifactory.clients.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.agent.settings.TestSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClockExchangeTest {
  private static final Duration THINKING = Duration.ofMillis(600);

  private final FakeService service = new FakeService();
  private final TestLink test = TestLink.of(TestSettings.with(service.address(), Map.of()));

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void doesNotDoubtWhatTheServiceTookForItsAnswer() {
    service.think(THINKING);
    service.setClockAhead(30);
    test.link().heartbeat("READY", null);

    assertThat(uncertainty()).isLessThan(THINKING.dividedBy(2));
    assertThat(test.clock().offset().orElseThrow())
        .isCloseTo(Duration.ofSeconds(-30), uncertainty());
  }

  @Test
  void doubtsTheWholeRoundTripWhereTheServiceTellsOneInstant() {
    service.think(THINKING);
    service.sayOnlyWhenAnswered();
    test.link().heartbeat("READY", null);

    assertThat(uncertainty()).isGreaterThanOrEqualTo(THINKING.dividedBy(2));
  }

  @Test
  void measuresAtTheBarrier() {
    test.link().barrier("run", false, null, null);

    assertThat(test.clock().offset()).isPresent();
  }

  @Test
  void measuresByAnAnswerThatWasKeptBack() {
    test.link().orders(1, null);

    assertThat(uncertainty()).isLessThan(Duration.ofMillis(500));
  }

  private Duration uncertainty() {
    return test.clock().uncertainty().orElseThrow();
  }
}
