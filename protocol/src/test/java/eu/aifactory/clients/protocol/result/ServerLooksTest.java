package eu.aifactory.clients.protocol.result;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.figures.ServerSample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of the server's counters belongs to which stage. */
class ServerLooksTest {
  private static final long SECOND = 1_000_000;
  private static final long START = 1_000 * SECOND;

  private final ServerLooks looks =
      new ServerLooks(
          List.of(
              look(-1, 500), look(5, 900), look(10.02, 1_500), look(15, 2_000), look(21, 3_500)),
          START);

  @Test
  void theGrowthsOfStagesAddUpToTheRuns() {
    ServerMetrics first = looks.metricsBetween(START, at(10));
    ServerMetrics second = looks.metricsBetween(at(10), null);

    assertThat(first.generationTokens()).isEqualTo(1_000);
    assertThat(second.generationTokens()).isEqualTo(2_000);
    assertThat(looks.metrics().generationTokens()).isEqualTo(3_000);
    assertThat(first.looks()).isEqualTo(3);
    assertThat(first.cache().usageBefore()).isEqualTo(0.5);
  }

  @Test
  void aStageBetweenTwoLooksHasNone() {
    assertThat(looks.metricsBetween(at(6), at(9))).isNull();
  }

  @Test
  void aStageInWhichNothingWasSentHasNone() {
    assertThat(looks.metricsBetween(null, null)).isNull();
  }

  @Test
  void withoutALookBeforeTheRunThereIsNothing() {
    ServerLooks late = new ServerLooks(List.of(look(1, 0), look(9, 10)), START);

    assertThat(late.metricsBetween(START, null)).isNull();
  }

  private static long at(double seconds) {
    return START + Math.round(seconds * SECOND);
  }

  private static ServerSample look(double seconds, double generated) {
    return new ServerSample(
        at(seconds),
        at(seconds),
        Map.of(ServerLooks.GENERATED, generated, "kv_cache_usage_perc", 0.5),
        null);
  }
}
