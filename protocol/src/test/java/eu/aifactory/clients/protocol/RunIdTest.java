package eu.aifactory.clients.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunIdTest {

  @Test
  void encodesTheMillisecondInFront() {
    // The example of the ULID specification.
    assertThat(RunId.at(Instant.ofEpochMilli(1_469_918_176_385L)))
        .hasSize(26)
        .startsWith("01ARYZ6S41");
  }

  @Test
  void sortsByTime() {
    Instant early = Instant.parse("2026-11-23T12:00:00.001Z");

    assertThat(RunId.at(early)).isLessThan(RunId.at(early.plusMillis(1)));
  }

  @Test
  void differsWithinOneMillisecond() {
    assertThat(IntStream.range(0, 1000).mapToObj(i -> RunId.at(Instant.EPOCH)).distinct().count())
        .isEqualTo(1000);
  }
}
