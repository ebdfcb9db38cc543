package eu.aifactory.clients.protocol.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.aifactory.clients.protocol.WireJson;
import eu.aifactory.clients.protocol.compare.Comparing;
import eu.aifactory.clients.protocol.compare.Comparison;
import eu.aifactory.clients.protocol.compare.ComparisonOptions;
import eu.aifactory.clients.protocol.compare.DifferentLoadsException;
import eu.aifactory.clients.protocol.compare.Outcome;
import eu.aifactory.clients.protocol.compare.ResultDocument;
import eu.aifactory.clients.protocol.compare.UnfitComparisonException;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.protocol.result.Verdict;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.bind.JsonbBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Genuine files of other tools, each beside what the server of that very run really sent: 32
 * requests over 8 streams, a role at once, the first token after 100 ms, then one every 20 ms.
 */
class ForeignResultsTest {
  private static final String VLLM = "vllm-bench-serve-0.32.0";
  private static final String GUIDELLM = "guidellm-0.8.1";
  private static final String AIPERF = "aiperf-0.13.0";

  @Test
  void everyToolCountsWhatWasSent() {
    for (String tool : List.of(VLLM, GUIDELLM, AIPERF)) {
      JsonObject truth = file(tool + ".truth");
      Result result = imported(tool);

      assertThat(result.requests().succeeded()).as(tool).isEqualTo(truth.getInt("requests"));
      assertThat(result.tokens().completion()).as(tool).isEqualTo(truth.getInt("tokens"));
      assertThat(result.rates().outputTokensPerSecond())
          .as(tool)
          .isCloseTo(3200 / result.window().seconds(), within(0.01));
      assertThat(result.workload().clients()).as(tool).isEqualTo(8);
      assertThat(result.verdict()).as(tool).isEqualTo(Verdict.DEGRADED);
      assertThat(result.verdictReasons()).as(tool).anyMatch(r -> r.contains("not verified"));
      assertThat(result.e2eMs().p50())
          .as(tool)
          .isCloseTo(truthOf(truth, "e2e_ms", "p50"), within(20.0));
    }
  }

  @Test
  void theRoleOfAChatIsNotTakenForItsFirstToken() {
    Result result = imported(VLLM);

    assertThat(result.ttftMs()).isNull();
    assertThat(result.tpotMs()).isNull();
    assertThat(result.firstEventMs().p50()).isCloseTo(8.88, within(0.01));
    assertThat(result.compat().vllmBenchServe()).containsEntry("p50_ttft_ms", 8.882770499440085);
    assertThat(result.histograms()).containsOnlyKeys("e2e");
    assertThat(result.verdictReasons()).anyMatch(r -> r.contains("the role and no token"));
  }

  @Test
  void theFirstTokenOfCompletionsIsOne() {
    String text = text(VLLM).replace("\"openai-chat\"", "\"openai\"");

    Result result = ForeignResults.read("x", object(text), 0).orElseThrow();

    assertThat(result.ttftMs().p50()).isCloseTo(8.88, within(0.01));
    assertThat(result.tpotMs()).isNotNull();
    assertThat(result.firstEventMs()).isNull();
  }

  @Test
  void guidellmsRecordsOfRequestsGiveOurFigures() {
    JsonObject truth = file(GUIDELLM + ".truth");
    Result result = imported(GUIDELLM);

    assertThat(result.ttftMs().count()).isEqualTo(32);
    assertThat(result.ttftMs().p50()).isCloseTo(101.4, within(0.2));
    assertThat(result.ttftMs().p50() - truthOf(truth, "ttft_ms", "p50")).isBetween(0.0, 5.0);
    assertThat(result.tpotMs().p50()).isCloseTo(20.0, within(0.05));
    assertThat(result.itlMs().mean()).isCloseTo(20.0, within(0.05));
    assertThat(result.itlMs().p50()).isNull();
    assertThat(result.chunkGapMs()).isNull();
    assertThat(result.sendLagMs().max()).isCloseTo(91.7, within(1.0));
    assertThat(result.createdAt()).startsWith("2026-11-23T");
    assertThat(result.verdictReasons())
        .anyMatch(reason -> reason.startsWith("it warns of itself: mean generation delay"));
  }

  @Test
  void aiperfsOwnCountOfTokensIsNotBelieved() {
    Result result = imported(AIPERF);

    assertThat(result.tokens().completion()).isEqualTo(3200);
    assertThat(result.tokens().countedBy()).isEqualTo("usage");
    assertThat(result.tpotMs()).as("6.9 ms a token, of 290 that were 100").isNull();
    assertThat(result.chunkGapMs().p50()).isCloseTo(20.0, within(0.01));
    assertThat(result.ttftMs().p99()).isCloseTo(125.4, within(0.1));
    assertThat(result.rates().outputTokensPerSecond()).isCloseTo(377.1, within(0.1));
    assertThat(result.verdictReasons())
        .anyMatch(reason -> reason.contains("9280 tokens where the server declared 3200"));
  }

  @Test
  void comparesAFileWithItselfAndRefusesAnotherTool() {
    Comparison same =
        Comparing.compare(List.of(document(GUIDELLM)), List.of(document(GUIDELLM)), options());

    assertThat(same.verdict()).isNotEqualTo(Outcome.REGRESSED);
    assertThat(same.reasons()).contains(GUIDELLM + " is DEGRADED");
    assertThat(same.figures())
        .filteredOn(effect -> effect.figure().equals("ttft_ms.mean"))
        .singleElement()
        .satisfies(effect -> assertThat(effect.effect()).isZero())
        .satisfies(effect -> assertThat(effect.low()).isNegative());
    assertThatThrownBy(
            () ->
                Comparing.compare(
                    List.of(document(GUIDELLM)), List.of(document(AIPERF)), options()))
        .isInstanceOf(DifferentLoadsException.class)
        .hasMessageContaining("tool is guidellm in base and aiperf in with");
  }

  @Test
  void withoutLatenciesOfRequestsOneRunASideTellsNothing() {
    Comparison comparison =
        Comparing.compare(List.of(document(AIPERF)), List.of(document(AIPERF)), options());

    assertThat(comparison.figures())
        .filteredOn(effect -> effect.figure().equals("ttft_ms.mean"))
        .singleElement()
        .satisfies(effect -> assertThat(effect.verdict()).isEqualTo(Outcome.INCONCLUSIVE))
        .satisfies(effect -> assertThat(effect.reason()).contains("no histogram"));
  }

  @Test
  void namesFileAndMemberAtFault() {
    fails(
        VLLM,
        "\"completed\": 32",
        "\"completed\": \"many\"",
        "f.json: completed must be a number, and is \"many\"");
    fails(
        VLLM,
        "\"completed\": 32",
        "\"completed\": 1.5",
        "f.json: completed must be a whole number, 0 or more, and is 1.5");
    fails(VLLM, "\"duration\"", "\"dur\"", "f.json: duration must be a number, and is missing");
    fails(
        AIPERF,
        "\"benchmark_duration\"",
        "\"bd\"",
        "f.json: benchmark_duration.avg must be a number, and is missing");
    fails(
        GUIDELLM,
        "\"request_totals\"",
        "\"rt\"",
        "f.json: benchmarks[0].metrics.request_totals.errored must be a number, and is missing");
  }

  @Test
  void asksWhichOfSeveralBenchmarks() {
    JsonObject file = file(GUIDELLM);
    JsonObject twice =
        Json.createObjectBuilder(file)
            .add(
                "benchmarks",
                Json.createArrayBuilder(file.getJsonArray("benchmarks"))
                    .add(file.getJsonArray("benchmarks").get(0)))
            .build();

    assertThatThrownBy(() -> ForeignResults.read("f.json", twice, 0))
        .hasMessage("f.json has 2 benchmarks: import one of them with --benchmark");
    assertThatThrownBy(() -> ForeignResults.read("f.json", twice, 3))
        .hasMessage("f.json has 2 benchmarks, and no number 3");
    assertThat(ForeignResults.read("f.json", twice, 2)).isPresent();
  }

  @Test
  void whatIsNoneOfTheirsIsNotRead() {
    assertThat(ForeignResults.read("x", object("{\"verdict\":\"VALID\"}"), 0)).isEmpty();
  }

  private static void fails(String tool, String part, String by, String message) {
    String text = text(tool);
    assertThat(text).contains(part);
    assertThatThrownBy(() -> ForeignResults.read("f.json", object(text.replace(part, by)), 0))
        .isInstanceOf(UnfitComparisonException.class)
        .hasMessage(message);
  }

  private static ResultDocument document(String tool) {
    String json = JsonbBuilder.create(WireJson.config()).toJson(imported(tool));
    return ResultDocument.parse(tool, json);
  }

  private static ComparisonOptions options() {
    return ComparisonOptions.of(List.of(), List.of(), null, false);
  }

  private static Result imported(String tool) {
    return ForeignResults.read(tool + ".json", file(tool), 0).orElseThrow();
  }

  private static double truthOf(JsonObject truth, String block, String statistic) {
    return truth.getJsonObject(block).getJsonNumber(statistic).doubleValue();
  }

  private static JsonObject file(String name) {
    return object(text(name));
  }

  private static String text(String name) {
    try (InputStream in = ForeignResultsTest.class.getResourceAsStream(name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject object(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
