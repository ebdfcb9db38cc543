package eu.aifactory.clients.service.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatPaceTest {
  @ParameterizedTest
  @CsvSource({
    "1, PT2S, PT15S, PT2S",
    "40, PT2S, PT15S, PT2S",
    "60, PT2S, PT15S, PT3S",
    "100, PT2S, PT15S, PT5S",
    "5000, PT2S, PT15S, PT5S",
    "5000, PT10S, PT15S, PT10S",
    "100, PT0.1S, PT0.9S, PT0.3S"
  })
  void slowsDownWithAGroupsSizeAsLongAsNobodyIsSuspect(
      int agents, Duration shortest, Duration suspectAfter, Duration pace) {
    assertThat(HeartbeatPace.of(agents, shortest, suspectAfter)).isEqualTo(pace);
  }
}
