package eu.aifactory.clients.protocol.result;

import static eu.aifactory.clients.protocol.result.MadeUpResults.MILLI;
import static eu.aifactory.clients.protocol.result.MadeUpResults.NO_STAGES;
import static eu.aifactory.clients.protocol.result.MadeUpResults.agent;
import static eu.aifactory.clients.protocol.result.MadeUpResults.assemble;
import static eu.aifactory.clients.protocol.result.MadeUpResults.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.aifactory.clients.protocol.WireJson;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.FigureParts;
import eu.aifactory.clients.protocol.figures.Figures;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.bind.JsonbBuilder;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultAssemblyTest {
  @Test
  void aQuietRunIsValid() {
    Result result = assemble(agent("a", good(1000), null));

    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
    assertThat(result.requests().succeeded()).isEqualTo(1000);
    assertThat(result.window().seconds()).isEqualTo(10.0);
    assertThat(result.rates().requestsPerSecond()).isEqualTo(100.0);
    assertThat(result.rates().outputTokensPerSecond()).isEqualTo(5000.0);
    assertThat(result.ttftMs().p50()).isCloseTo(100, within(0.1));
  }

  @Test
  void percentilesComeFromAllRecordsNotFromTheAgentsPercentiles() {
    Figures fast = new Figures();
    fast.record(Figure.TTFT, 10 * MILLI, 990);
    Figures slow = new Figures();
    slow.record(Figure.TTFT, 1000 * MILLI, 10);

    Result result = assemble(agent("fast", fast, null), agent("slow", slow, null));

    assertThat(result.ttftMs().p50()).isCloseTo(10, within(0.01));
    assertThat(result.ttftMs().p99()).isCloseTo(10, within(0.01));
    assertThat(result.ttftMs().p999()).isCloseTo(1000, within(1.0));
    assertThat(result.ttftMs().mean()).isCloseTo(19.9, within(0.1));
  }

  @Test
  void carriesTheMergedLatenciesThemselves() {
    Figures fast = new Figures();
    fast.record(Figure.TTFT, 10 * MILLI, 990);
    Figures slow = new Figures();
    slow.record(Figure.TTFT, 1000 * MILLI, 10);

    Result result = assemble(agent("fast", fast, null), agent("slow", slow, null));

    assertThat(result.histograms()).containsOnlyKeys("ttft");
    Figures read = Figures.of(new FigureParts(result.histograms(), null, null, null, null, 0.0, 0));
    assertThat(Latency.of(read.histogram(Figure.TTFT))).isEqualTo(result.ttftMs());
  }

  /** Such a workload has no one limit of its answers. */
  @ParameterizedTest
  @CsvSource({
    "'{\"tokens\":{\"min\":2,\"max\":7}}', 7",
    "'{\"tokens\":{\"value\":9}}', 9",
    "'{\"tokens\":{\"mean\":9}}', 10000000",
    "'{}', 128"
  })
  void takesAWorkloadThatDrawsTheLengthsOfItsAnswers(String output, long most) {
    Workload workload =
        JsonbBuilder.create(WireJson.config())
            .fromJson("{\"output\":%s}".formatted(output), Workload.class);

    Result result =
        ResultAssembly.assemble(
            1L,
            "run",
            Instant.EPOCH,
            4,
            workload,
            null,
            List.of(agent("a", good(1000), null)),
            NO_STAGES);

    assertThat(result.requests().succeeded()).isEqualTo(1000);
    assertThat(workload.mostAnswerTokens()).isEqualTo(most);
  }

  @ParameterizedTest
  @CsvSource({
    "1,   p50 p90 p95 p99 p999",
    "9,   p90 p95 p99 p999",
    "10,  p95 p99 p999",
    "19,  p95 p99 p999",
    "20,  p99 p999",
    "99,  p99 p999",
    "100, p999",
    "999, p999",
    "1000, ''"
  })
  void aPercentileOfTooFewIsNoFigure(int requests, String missing) {
    Result result = assemble(agent("a", good(requests), null));

    Latency ttft = result.ttftMs();
    Map<String, Double> values = new TreeMap<>();
    values.put("p50", ttft.p50());
    values.put("p90", ttft.p90());
    values.put("p95", ttft.p95());
    values.put("p99", ttft.p99());
    values.put("p999", ttft.p999());
    values.values().removeIf(value -> value != null);
    assertThat(String.join(" ", values.keySet())).isEqualTo(missing);
    assertThat(ttft.max()).isCloseTo(100, within(0.1));
    values
        .keySet()
        .forEach(
            name ->
                assertThat(result.verdictReasons())
                    .anyMatch(
                        reason ->
                            reason.startsWith(
                                "not measured: %s of %d requests".formatted(name, requests))));
    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void saysHowManyClientsThereWere() {
    assertThat(assemble(agent("a", good(1000), null)).workload().clients()).isEqualTo(4);
  }

  @Test
  void whatWasNotMeasuredIsNullAndSaidSo() {
    Figures figures = good(1000);

    Result result = assemble(agent("a", figures, null));

    assertThat(result.serverMs()).isNull();
    assertThat(result.goodput()).isNull();
    assertThat(result.steady()).isNull();
    assertThat(result.verdictReasons())
        .anyMatch(reason -> reason.contains("server_ms"))
        .anyMatch(reason -> reason.contains("goodput"))
        .anyMatch(reason -> reason.contains("steady"));
  }

  @Test
  void aRunInWhichNothingSucceededIsInvalid() {
    Figures figures = new Figures();
    figures.count(Counter.INTENDED, 5);
    figures.count(Counter.SENT, 5);
    figures.count(Counter.FAILED, 5);
    for (int i = 0; i < 5; i++) {
      figures.countError("http_503");
    }

    Result result = assemble(agent("a", figures, null));

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.verdictReasons()).contains("none of 5 requests succeeded");
    assertThat(result.rates().requestsPerSecond()).isNull();
    assertThat(result.requests().errors()).containsEntry("http_503", 5L);
  }

  @Test
  void someFailuresAreNamedManyDegrade() {
    Result few = assemble(agent("a", withFailures(good(1000), 10), null));
    Result many = assemble(agent("a", withFailures(good(1000), 100), null));

    assertThat(few.verdict()).isEqualTo(Verdict.VALID);
    assertThat(few.verdictReasons()).anyMatch(reason -> reason.startsWith("10 of 1010 requests"));
    assertThat(many.verdict()).isEqualTo(Verdict.DEGRADED);
  }

  @Test
  void goodputCountsEveryIntendedRequest() {
    Figures figures = withFailures(good(1000), 250);
    figures.count(Counter.GOOD, 500);
    Workload workload =
        new Workload(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new Workload.Slo(200.0, null, null, null),
            null,
            null,
            null);

    Result result =
        ResultAssembly.assemble(
            1L,
            "run",
            Instant.EPOCH,
            4,
            workload,
            null,
            List.of(agent("a", figures, null)),
            NO_STAGES);

    assertThat(result.goodput().attainment()).isEqualTo(0.4);
    assertThat(result.goodput().requestsPerSecond()).isEqualTo(50.0);
  }

  @Test
  void hasTheMembersThatTheContractNames() {
    Result result = assemble(agent("a", good(1000), null));

    String text = JsonbBuilder.create(WireJson.config()).toJson(result);
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      JsonObject json = reader.readObject();
      assertThat(json.keySet())
          .contains(
              "benchmark_id",
              "run_id",
              "created_at",
              "verdict",
              "verdict_reasons",
              "workload",
              "requests",
              "rates",
              "concurrency",
              "goodput",
              "ttft_ms",
              "ttft_scheduled_ms",
              "e2e_ms",
              "e2e_scheduled_ms",
              "tpot_ms",
              "itl_ms",
              "chunk_gap_ms",
              "send_lag_ms",
              "server_ms",
              "tokens",
              "window",
              "steady",
              "stages",
              "compat",
              "agents",
              "provenance");
      assertThat(json.getJsonObject("ttft_ms").keySet())
          .containsExactlyInAnyOrder(
              "count", "mean", "min", "p50", "p90", "p95", "p99", "p999", "max");
      assertThat(json.getJsonObject("workload").keySet())
          .contains("client", "load", "prompts", "slo", "seed", "hash");
    }
  }

  @Test
  void theWorkloadsHashLeavesTheServerOut() {
    Workload here = Workload.standard().withServerAddr("http://a:1");
    Workload there = Workload.standard().withServerAddr("http://b:2");

    assertThat(here.hash()).isEqualTo(there.hash());
    assertThat(here.withLoad(Workload.Load.closed(5.0, null)).hash()).isNotEqualTo(here.hash());
  }

  private static Figures withFailures(Figures figures, int failed) {
    figures.count(Counter.INTENDED, failed);
    figures.count(Counter.SENT, failed);
    figures.count(Counter.FAILED, failed);
    for (int i = 0; i < failed; i++) {
      figures.countError("truncated");
    }
    return figures;
  }
}
