package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.emulator.EmulatorOptions;
import eu.aifactory.clients.emulator.RequestTruth;
import eu.aifactory.clients.emulator.VllmEmulator;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sweep and search by two agents that the service directs, against a server whose capacity is
 * known: four requests at once, each of 110 ms.
 */
@ExtendWith(SharedService.class)
class AdaptiveGroupIT {
  private static final double CAPACITY = 4 / 0.110;
  private static final long INDICES_PER_STAGE = 1_000_000_000_000L;

  private final ServiceUnderTest service;
  private final VllmEmulator server =
      VllmEmulator.start(
          EmulatorOptions.parse(
              "--port 0 --ttft-ms 20 --itl-ms 10 --max-num-seqs 4 --truth".split(" ")));

  AdaptiveGroupIT(ServiceUnderTest service) {
    this.service = service;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Also what is kept of each request, and that agents wait for one another between stages. */
  @Test
  void aSearchFindsTheCapacityWithinItsPrecision() {
    try (BenchmarkGroup group =
        create(
            "{'kind':'constant','duration_seconds':4,'search':{'from':10,'to':80,'precision':0.2}}",
            ",\"slo\":{\"ttft_ms\":300},\"records\":{\"enabled\":true}")) {
      JsonObject result = group.awaitReady().runToResult();

      JsonObject search = result.getJsonObject("search");
      assertThat(number(search, "rate")).as(search.toString()).isBetween(0.8 * CAPACITY, CAPACITY);
      assertThat(number(search, "confidence")).isGreaterThan(0.95);
      assertThat(number(search, "not_kept_at")).isGreaterThan(number(search, "rate"));
      Map<Integer, List<RequestTruth>> stages = byStage(result.getString("run_id"));
      List<JsonObject> told = objects(result, "stages");
      assertThat(told).hasSameSizeAs(stages.keySet()).hasSizeGreaterThan(3);
      for (JsonObject stage : told) {
        List<RequestTruth> received = stages.get(stage.getInt("index"));
        double rate = number(stage.getJsonObject("load"), "rate");
        assertThat(stage.getJsonObject("requests").getInt("sent")).isEqualTo(received.size());
        if (received.size() != 4 * rate) {
          assertThat(received).as("ended early").hasSizeLessThan((int) (4 * rate));
        }
        assertThat(received.stream().map(request -> part(request, 1)).distinct()).hasSize(2);
      }
      followOneAnother(stages);
      recordsTellTheStages(group, told);
    }
  }

  private static void followOneAnother(Map<Integer, List<RequestTruth>> stages) {
    for (int stage = 1; stage < stages.size(); stage++) {
      LongSummaryStatistics before =
          stages.get(stage - 1).stream().mapToLong(RequestTruth::receivedNanos).summaryStatistics();
      LongSummaryStatistics own =
          stages.get(stage).stream().mapToLong(RequestTruth::receivedNanos).summaryStatistics();
      assertThat(own.getMin()).isGreaterThan(before.getMax());
    }
  }

  /** Also requests that were due and not sent yet when a step had ended early. */
  private void recordsTellTheStages(BenchmarkGroup group, List<JsonObject> stages) {
    Map<Boolean, Map<Integer, Long>> recorded =
        service
            .api()
            .get(group.path("/records"))
            .expect(200)
            .body()
            .lines()
            .map(JsonText::object)
            .collect(
                Collectors.partitioningBy(
                    record -> !record.isNull("sent_ns"),
                    Collectors.groupingBy(
                        record -> record.getInt("stage"), Collectors.counting())));
    for (JsonObject stage : stages) {
      int index = stage.getInt("index");
      long intended = stage.getJsonObject("requests").getInt("intended");
      long sent = stage.getJsonObject("requests").getInt("sent");
      assertThat(recorded.get(true).getOrDefault(index, 0L))
          .as("sent of %s", stage)
          .isEqualTo(sent);
      assertThat(recorded.get(false).getOrDefault(index, 0L))
          .as("not sent of %s", stage)
          .isEqualTo(intended - sent);
    }
    assertThat(recorded.get(true)).hasSameSizeAs(stages);
  }

  /** Neither agent alone sends more than the server answers. */
  @Test
  void aSweepEndsWhereTheServerIsOverSaturated() {
    try (BenchmarkGroup group =
        create(
            "{'kind':'constant','duration_seconds':12,'sweep':{'from':15,'to':120,'steps':4}}",
            "")) {
      JsonObject result = group.awaitReady().runToResult();

      JsonObject sweep = result.getJsonObject("sweep");
      assertThat(number(sweep, "sustained")).as(result.toString()).isEqualTo(30);
      assertThat(number(sweep, "saturation")).isEqualTo(60);
      assertThat(group.events())
          .filteredOn(event -> event.getString("kind").equals("LOAD_ENDED"))
          .hasSize(1)
          .allMatch(event -> event.getString("detail").contains("over-saturated"));
    }
  }

  @Test
  void errorsAreCountedOverAllAgents() {
    String faults = "{\"kind\":\"status\",\"every\":2}";
    new Http(server.baseUri().toString()).post("/emulator/faults", faults).expect(200);
    try (BenchmarkGroup group =
        create("{'kind':'constant','rate':20,'duration_seconds':60,'stop':{'errors':15}}", "")) {
      JsonObject result = group.awaitReady().runToResult();

      String reason = result.getJsonObject("completion").getString("reason");
      assertThat(reason).matches("(1[5-9]|[2-9][0-9]) requests failed, and the run stops at 15");
      assertThat(result.getJsonObject("requests").getInt("failed"))
          .as("within seconds, not a minute")
          .isBetween(15, 150);
    }
  }

  private BenchmarkGroup create(String load, String more) {
    return BenchmarkGroup.create(
        service,
        4,
        2,
        "{\"server_addr\":\"%s\",\"load\":%s,\"output\":{\"max_tokens\":10}%s}"
            .formatted(server.baseUri(), load.replace('\'', '"'), more));
  }

  private Map<Integer, List<RequestTruth>> byStage(String run) {
    return server.truth().records().stream()
        .filter(request -> request.requestId().startsWith(run + "-"))
        .collect(
            Collectors.groupingBy(
                request -> (int) (Long.parseLong(part(request, 2)) / INDICES_PER_STAGE),
                TreeMap::new,
                Collectors.toList()));
  }

  private static String part(RequestTruth request, int which) {
    return request.requestId().split("-")[which];
  }

  private static List<JsonObject> objects(JsonObject result, String member) {
    return result.getJsonArray(member).getValuesAs(JsonObject.class);
  }

  private static double number(JsonObject object, String member) {
    return object.getJsonNumber(member).doubleValue();
  }
}
