package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.AgentHealth;
import org.junit.jupiter.api.Test;

class HealthWatchTest {
  private Double stolen = 1000.0;
  private Double throttled;
  private final HealthWatch watch = new HealthWatch(() -> stolen, () -> throttled);

  @Test
  void tellsWhatWasWithheldSinceTheLastTime() {
    stolen = 1030.0;
    assertThat(watch.take(0, 0).cpuStolenMs()).isEqualTo(30);

    assertThat(watch.take(0, 0).cpuStolenMs()).isZero();

    stolen = 1035.0;
    assertThat(watch.take(0, 0).cpuStolenMs()).isEqualTo(5);
  }

  @Test
  void doesNotGuessWhatItCannotKnow() {
    assertThat(watch.take(0, 0).cpuThrottledMs()).isNull();

    throttled = 700.0;
    assertThat(watch.take(0, 0).cpuThrottledMs()).isNull();

    throttled = 800.0;
    assertThat(watch.take(0, 0).cpuThrottledMs()).isEqualTo(100);
  }

  @Test
  void tellsHowLateTheLoopsWere() {
    AgentHealth health = watch.take(7_500_000, 20_000_000);

    assertThat(health.loopDelayMaxMs()).isEqualTo(7.5);
    assertThat(health.loopLateMs()).isEqualTo(20);
  }
}
