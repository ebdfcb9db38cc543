package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FixedTokenTest {
  private final MovedClock clock = new MovedClock();
  private final String text = TokenForTest.of("ann", clock.instant(), Duration.ofHours(1));
  private final FixedToken source = new FixedToken(text, "environment variable SLURM_JWT", clock);

  @Test
  void isTheSameUntilItEnds() throws Exception {
    clock.advance(Duration.ofMinutes(59));

    assertThat(source.current().orElseThrow().secret()).isEqualTo(text);
    assertThat(source.refresh()).isFalse();
  }

  @Test
  void saysWhenItEndedAndWhatToDo() {
    clock.advance(Duration.ofHours(1).plusSeconds(30));

    assertThatThrownBy(source::current)
        .isInstanceOfSatisfying(
            SlurmUnavailableException.class, e -> assertThat(e.isBadCredentials()).isTrue())
        .hasMessage(
            "the Slurm token of environment variable SLURM_JWT expired at 2026-01-01T01:00:00Z, 30 s"
                + " ago: make a new one with \"scontrol token lifespan=SECONDS\", give it and start"
                + " again");
  }
}
