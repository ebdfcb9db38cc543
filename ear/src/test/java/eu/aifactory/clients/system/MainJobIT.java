package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.aifactory.clients.emulator.Fault;
import eu.aifactory.clients.emulator.FaultKind;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A group's runs against an AI server that knows what really happened. */
@ExtendWith(SharedService.class)
class MainJobIT {
  private static final String LATENCY =
      "{\"count\":0,\"mean\":0,\"min\":0,\"p50\":0,\"p90\":0,\"p95\":0,\"p99\":null,\"p999\":null,\"max\":0}";

  /** The members of the result document; L stands for a block of a histogram. */
  private static final JsonObject SHAPE =
      JsonText.object(
          """
          {"benchmark_id":0,"run_id":"","created_at":"","verdict":"","verdict_reasons":[],
           "workload":{"client":"","load":{},"prompts":{},"slo":{},"seed":0,"hash":""},
           "requests":{"intended":0,"sent":0,"succeeded":0,"failed":0,"errors":{}},
           "rates":{"requests_per_second":0,"input_tokens_per_second":0,
                    "output_tokens_per_second":0},
           "concurrency":{"mean":0,"peak":0},
           "goodput":{"requests_per_second":0,"attainment":0},
           "ttft_ms":L,"ttft_scheduled_ms":L,"e2e_ms":L,"e2e_scheduled_ms":L,"tpot_ms":L,
           "itl_ms":L,"chunk_gap_ms":L,"send_lag_ms":L,
           "server_ms":null,
           "tokens":{"prompt":0,"completion":0,"counted_by":"",
                     "ledger":{"client":0,"server":null,"match":null}},
           "window":{"kind":"","seconds":0},"steady":null,"stages":[],
           "compat":null,
           "agents":[],
           "provenance":{"software":"","server":{"url":"","version":"","model":""},
                         "slurm":null}}
          """
              .replace(":L", ":" + LATENCY));

  private final ServiceUnderTest service;

  MainJobIT(ServiceUnderTest service) {
    this.service = service;
  }

  @BeforeEach
  void countFromZero() {
    Truth.beginAnew(service.emulator());
  }

  @AfterEach
  void mend() {
    service.emulator().faults().clear();
  }

  @Test
  void measuresWhatReallyHappened() {
    try (BenchmarkGroup group =
        BenchmarkGroup.create(
            service,
            8,
            2,
            "{\"load\":{\"duration_seconds\":3},\"output\":{\"max_tokens\":16},\"slo\":{\"e2e_ms\":60000}}")) {
      JsonObject result = group.awaitReady().runToResult();
      Truth truth = Truth.of(service.emulator());

      hasTheShape("result", SHAPE, result);
      assertThat(result.getInt("benchmark_id")).isEqualTo((int) group.id());
      assertThat(truth.sent()).as("requests in 3 s of 8 clients").isGreaterThan(50);
      countsAre(result, truth);
      assertThat(requests(result).getInt("failed")).as(result.toString()).isZero();
      agentsAddUp(result, 2);
      mediansAre(result, truth);
      JsonObject concurrency = result.getJsonObject("concurrency");
      assertThat(concurrency.getInt("peak")).as(concurrency.toString()).isEqualTo(8);
      assertThat(number(concurrency, "mean")).as(concurrency.toString()).isBetween(4.0, 8.0);
      rateFollowsFromTheWindow(result);
      assertThat(number(result.getJsonObject("goodput"), "attainment"))
          .as("requests within a minute")
          .isEqualTo(1.0);
      assertThat(result.getString("verdict")).as(result.toString()).isNotEqualTo("INVALID");
    }
  }

  @Test
  void sendsExactlyAsManyRequestsAsAsked() {
    try (BenchmarkGroup group =
        BenchmarkGroup.create(
            service, 5, 2, "{\"load\":{\"requests\":37},\"output\":{\"max_tokens\":5}}")) {
      JsonObject result = group.awaitReady().runToResult();
      Truth truth = Truth.of(service.emulator());
      assertThat(truth.sent()).isEqualTo(37);
      assertThat(requests(result).getInt("intended")).isEqualTo(37);
      countsAre(result, truth);
      assertThat(truth.completionTokens()).isEqualTo(37 * 5);
      agentsAddUp(result, 2);
    }
  }

  @Test
  void runsAGroupAgainAndKeepsBothResults() {
    try (BenchmarkGroup group =
        BenchmarkGroup.create(
            service, 2, 1, "{\"load\":{\"requests\":10},\"output\":{\"max_tokens\":4}}")) {
      JsonObject first = group.awaitReady().runToResult();
      String again = group.startRun();
      assertThat(group.state()).isIn("RUNNING", "COMPLETED");
      group.awaitCompleted();
      JsonObject second = group.result(again);

      assertThat(again).isNotEqualTo(first.getString("run_id"));
      assertThat(group.info().getJsonArray("runs").getValuesAs(JsonObject.class))
          .hasSize(2)
          .allMatch(run -> run.getString("state").equals("COMPLETED"))
          .extracting(run -> run.getString("run_id"))
          .containsExactlyInAnyOrder(first.getString("run_id"), again);
      assertThat(group.result(first.getString("run_id"))).isEqualTo(first);
      assertThat(service.api().get(group.path("/result")).expect(200).json()).isEqualTo(second);
      assertThat(Truth.of(service.emulator()).sent()).isEqualTo(20);
      service.api().get(group.path("/runs/none/result")).expectProblem(404, "none");
      assertThat(group.events())
          .extracting(event -> event.getString("kind"))
          .containsSubsequence(
              "READY -> RUNNING",
              "RUNNING -> COMPLETED",
              "COMPLETED -> READY",
              "READY -> RUNNING",
              "RUNNING -> COMPLETED");
    }
  }

  @Test
  void countsEachKindOfFailureByItself() {
    service
        .emulator()
        .faults()
        .set(
            List.of(
                at(FaultKind.STATUS, 2, 11, 23),
                at(FaultKind.TRUNCATE, 5, 17),
                at(FaultKind.STREAM_ERROR, 8)));
    try (BenchmarkGroup group =
        BenchmarkGroup.create(
            service, 4, 2, "{\"load\":{\"requests\":60},\"output\":{\"max_tokens\":12}}")) {
      JsonObject result = group.awaitReady().runToResult();
      JsonObject requests = requests(result);
      assertThat(requests.getInt("sent")).isEqualTo(60);
      assertThat(requests.getInt("succeeded")).isEqualTo(54);
      assertThat(requests.getInt("failed")).isEqualTo(6);
      assertThat(requests.getJsonObject("errors"))
          .isEqualTo(JsonText.value("{\"http_503\":3,\"truncated\":2,\"stream_error\":1}"));
      assertThat(Truth.of(service.emulator()).completed()).isEqualTo(54);
      assertThat(result.getJsonObject("e2e_ms").getInt("count")).isEqualTo(54);
      // A busy machine may make it worse, never better.
      assertThat(result.getString("verdict")).isIn("DEGRADED", "CLIENT_LIMITED");
      assertThat(reasons(result)).anyMatch(reason -> reason.contains("6 of 60 requests failed"));
    }
  }

  @Test
  void hasNoResultBeforeTheFirstRun() {
    try (BenchmarkGroup group =
        BenchmarkGroup.create(service, 1, 1, "{\"load\":{\"requests\":1}}")) {
      service.api().get(group.path("/result")).expectProblem(404, Long.toString(group.id()));
    }
  }

  private static Fault at(FaultKind kind, Integer... numbers) {
    Fault all = Fault.of(kind);
    return new Fault(
        kind,
        all.share(),
        all.every(),
        List.of(numbers),
        all.after(),
        all.code(),
        all.retryAfterSeconds(),
        all.seconds(),
        all.per(),
        all.gapMillis());
  }

  private static void countsAre(JsonObject result, Truth truth) {
    JsonObject requests = requests(result);
    assertThat(requests.getInt("sent")).as(requests.toString()).isEqualTo((int) truth.sent());
    assertThat(requests.getInt("succeeded"))
        .as(requests.toString())
        .isEqualTo((int) truth.completed());
    JsonObject tokens = result.getJsonObject("tokens");
    assertThat(tokens.getInt("completion")).isEqualTo((int) truth.completionTokens());
    assertThat(tokens.getInt("prompt")).isEqualTo((int) truth.promptTokens());
    assertThat(tokens.getString("counted_by")).isEqualTo("usage");
  }

  private static void agentsAddUp(JsonObject result, int expected) {
    List<JsonObject> agents = result.getJsonArray("agents").getValuesAs(JsonObject.class);
    assertThat(agents).hasSize(expected);
    assertThat(agents)
        .allSatisfy(
            agent -> {
              assertThat(agent.getString("state")).isEqualTo("COMPLETED");
              assertThat(agent.getString("address")).startsWith("http://");
              assertThat(agent).containsKeys("node", "clock_offset_ms");
              assertThat(requests(agent).getInt("sent")).isPositive();
            });
    for (String member : List.of("intended", "sent", "succeeded", "failed")) {
      assertThat(agents.stream().mapToInt(agent -> requests(agent).getInt(member)).sum())
          .as(member)
          .isEqualTo(requests(result).getInt(member));
    }
  }

  /**
   * What a client sees lies after what the server did, by as much as both were late in reading and
   * writing; more than this would be of the measurement's own making.
   */
  private static void mediansAre(JsonObject result, Truth truth) {
    JsonObject ttft = result.getJsonObject("ttft_ms");
    assertThat(number(ttft, "p50"))
        .as("ttft p50, truth %s", truth.medianTtftMillis())
        .isBetween(truth.medianTtftMillis() * 0.99, truth.medianTtftMillis() * 1.5 + 20);
    JsonObject e2e = result.getJsonObject("e2e_ms");
    assertThat(number(e2e, "p50"))
        .as("e2e p50, truth %s", truth.medianE2eMillis())
        .isBetween(truth.medianE2eMillis() * 0.99, truth.medianE2eMillis() * 1.5 + 20);
  }

  private static void rateFollowsFromTheWindow(JsonObject result) {
    double seconds = number(result.getJsonObject("window"), "seconds");
    assertThat(seconds).isBetween(2.5, 30.0);
    assertThat(number(result.getJsonObject("rates"), "requests_per_second"))
        .isCloseTo(requests(result).getInt("succeeded") / seconds, within(0.5));
  }

  /** Every member of the shape is there, of the same kind or null. */
  private static void hasTheShape(String where, JsonObject shape, JsonObject found) {
    for (Map.Entry<String, JsonValue> member : shape.entrySet()) {
      String name = where + "." + member.getKey();
      assertThat(found).as(name).containsKey(member.getKey());
      JsonValue wanted = member.getValue();
      JsonValue value = found.get(member.getKey());
      switch (wanted) {
        case JsonObject object -> {
          assertThat(value).as(name).isInstanceOf(JsonObject.class);
          hasTheShape(name, object, value.asJsonObject());
        }
        case JsonArray array -> assertThat(value).as(name).isInstanceOf(JsonArray.class);
        case JsonString text -> assertThat(value).as(name).isInstanceOf(JsonString.class);
        case JsonNumber number -> assertThat(value).as(name).isInstanceOf(JsonNumber.class);
        default -> {
          // A member that need not be measurable: there, and perhaps null.
        }
      }
    }
  }

  private static JsonObject requests(JsonObject of) {
    return of.getJsonObject("requests");
  }

  private static List<String> reasons(JsonObject result) {
    return result.getJsonArray("verdict_reasons").getValuesAs(JsonString::getString);
  }

  private static double number(JsonObject of, String member) {
    return of.getJsonNumber(member).doubleValue();
  }
}
