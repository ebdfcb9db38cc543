package eu.aifactory.clients.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotPaceTest {
  private static final Instant START = Instant.parse("2026-11-28T10:00:00.750Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @CsvSource({
    // Before the start, at it and right after it: not at 10:00:00, nor before 10:00:00.950.
    "2026-11-28T09:59:59.900Z, 2026-11-28T10:00:01Z",
    "2026-11-28T10:00:00.750Z, 2026-11-28T10:00:01Z",
    "2026-11-28T10:00:00.940Z, 2026-11-28T10:00:01Z",
    // Later, each whole second once.
    "2026-11-28T10:00:00.999Z, 2026-11-28T10:00:01Z",
    "2026-11-28T10:00:01Z, 2026-11-28T10:00:02Z",
    "2026-11-28T10:00:07.300Z, 2026-11-28T10:00:08Z"
  })
  void cutsAtWholeIntervals(Instant now, Instant next) {
    assertThat(now.plus(SnapshotPace.untilNext(now, START, SECOND, Duration.ZERO))).isEqualTo(next);
  }

  @Test
  void leavesTheBeginningOfTheLoadAlone() {
    Instant start = Instant.parse("2026-11-28T10:00:00.900Z");

    Duration wait = SnapshotPace.untilNext(start, start, SECOND, Duration.ZERO);

    assertThat(start.plus(wait)).isEqualTo(Instant.parse("2026-11-28T10:00:02Z"));
  }

  @Test
  void agentsWithDifferentClocksCutAtTheSameInstant() {
    Duration ahead = Duration.ofMillis(340);

    Duration wait = SnapshotPace.untilNext(START.plus(ahead), START.plus(ahead), SECOND, ahead);

    assertThat(wait).isEqualTo(SnapshotPace.untilNext(START, START, SECOND, Duration.ZERO));
  }

  @Test
  void aWaitOfNothingIsNone() {
    assertThat(SnapshotPace.untilNext(START.plusSeconds(3), START, Duration.ZERO, Duration.ZERO))
        .isEqualTo(Duration.ofMillis(1));
  }
}
