package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenWatchTest {
  private final MovedClock clock = new MovedClock();

  @Test
  void warnsBeforeATokenEndsAndSaysWhenItHas() {
    String text = TokenForTest.of("ann", clock.instant(), Duration.ofMinutes(30));
    TokenWatch watch =
        new TokenWatch(new FixedToken(text, "environment variable SLURM_JWT", clock), clock);

    assertThat(watch.trouble()).isEmpty();
    clock.advance(Duration.ofMinutes(28));
    assertThat(watch.trouble().orElseThrow()).contains("of ann ends in 2 min");
    clock.advance(Duration.ofMinutes(3));
    assertThat(watch.trouble().orElseThrow()).contains("expired at", "SLURM_JWT");
  }

  @Test
  void hasNothingToSayWhereNoTokenIsUsed() {
    assertThat(new TokenWatch(Optional::empty, clock).trouble()).isEmpty();
  }
}
