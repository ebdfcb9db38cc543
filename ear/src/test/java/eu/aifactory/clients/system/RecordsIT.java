package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.emulator.Fault;
import eu.aifactory.clients.emulator.FaultKind;
import eu.aifactory.clients.emulator.RequestTruth;
import eu.aifactory.clients.protocol.records.RecordBlock;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records of single requests, from agents on their nodes to whoever asks the service. */
@ExtendWith(SharedService.class)
class RecordsIT {
  private static final int REQUESTS = 60;
  private static final String WITH_RECORDS =
      "{\"load\":{\"requests\":%d},\"output\":{\"max_tokens\":6},"
          .concat("\"records\":{\"enabled\":true,\"token_times\":true}}")
          .formatted(REQUESTS);

  private final ServiceUnderTest service;

  RecordsIT(ServiceUnderTest service) {
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
  void tellsEveryRequestOfARun() {
    service.emulator().faults().set(List.of(everyTenth()));
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 4, 2, WITH_RECORDS)) {
      JsonObject result = group.awaitReady().runToResult();
      List<RequestTruth> truths = Truth.of(service.emulator()).requests();

      Answer answer = service.api().get(group.path("/records")).expect(200);
      List<JsonObject> records = answer.body().lines().map(JsonText::object).toList();

      JsonObject requests = result.getJsonObject("requests");
      assertThat(requests.getInt("failed")).isPositive();
      assertThat(records).hasSize(requests.getInt("intended")).hasSize(REQUESTS);
      assertThat(records)
          .extracting(record -> record.getString("request_id"))
          .containsExactlyInAnyOrderElementsOf(
              truths.stream().map(RequestTruth::requestId).toList());
      assertThat(records)
          .extracting(record -> record.getInt("index"))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, REQUESTS).boxed().toList());
      assertThat(records.stream().filter(record -> record.isNull("error")).count())
          .isEqualTo(requests.getInt("succeeded"));
      assertThat(succeeded(records).mapToInt(record -> record.getInt("completion_tokens")).sum())
          .isEqualTo(result.getJsonObject("tokens").getInt("completion"));
      assertThat(succeeded(records))
          .allSatisfy(record -> assertThat(chunks(record)).hasSize(record.getInt("token_chunks")));
      assertThat(records.stream().map(record -> record.getString("agent")).distinct()).hasSize(2);
      assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
      assertThat(answer.header("X-Records-Count")).isEqualTo(Integer.toString(REQUESTS));
      assertThat(answer.header("X-Records-Incomplete")).isEmpty();
      assertThat(answer.header("Content-Disposition"))
          .isEqualTo(
              "attachment; filename=\"records-%s.ndjson\"".formatted(result.getString("run_id")));
      csvTellsTheSame(group, result.getString("run_id"), records);
    }
  }

  private void csvTellsTheSame(BenchmarkGroup group, String run, List<JsonObject> records) {
    Answer answer =
        service.api().get(group.path("/runs/" + run + "/records?format=csv")).expect(200);
    List<String> lines = answer.body().lines().toList();
    int id = List.of(lines.getFirst().split(",")).indexOf("request_id");

    assertThat(answer.header("Content-Type")).startsWith("text/csv");
    assertThat(lines.stream().skip(1).map(line -> line.split(",")[id]))
        .containsExactlyElementsOf(
            records.stream().map(record -> record.getString("request_id")).toList());
  }

  @Test
  void saysWhyThereAreNone() {
    service.api().get("/client-group/987654321/records").expectProblem(404, "not found");
    String none = "{\"load\":{\"requests\":2},\"output\":{\"max_tokens\":2}}";
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 1, 1, none)) {
      service.api().get(group.path("/records")).expectProblem(404, "has not run yet");
      String run = group.awaitReady().runToResult().getString("run_id");

      service.api().get(group.path("/records")).expectProblem(409, run, "records.enabled");
      service.api().get(group.path("/runs/x1/records")).expectProblem(404, "x1");
      service.api().get(group.path("/records?format=xml")).expectProblem(422, "\"xml\"");
    }
  }

  @Test
  void takesNothingButBlocksInTheirOrder() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 1, 1, WITH_RECORDS)) {
      JsonObject result = group.awaitReady().runToResult();
      String agent = group.agents().getFirst().getString("agent");
      String of = group.path("/runs/%s/records/".formatted(result.getString("run_id")));

      put(of + agent + "/0", new byte[] {1, 2, 3}).expectProblem(422, "no block of records");
      put(of + agent + "/x", new byte[1]).expectProblem(422, "number");
      put(of + agent + "/0", new byte[RecordBlock.MOST_BYTES + 1]).expectProblem(413);
      service.api().put(of + "nobody", "{\"blocks\":0,\"kept\":0}").expectProblem(404, "nobody");
      service.api().put(of + agent, "{\"blocks\":-").expectProblem(400);
    }
  }

  private Answer put(String path, byte[] body) {
    return service
        .api()
        .send(
            "PUT",
            path,
            BodyPublishers.ofByteArray(body),
            "Content-Type",
            "application/octet-stream");
  }

  private static Stream<JsonObject> succeeded(List<JsonObject> records) {
    return records.stream().filter(record -> record.isNull("error"));
  }

  private static JsonArray chunks(JsonObject record) {
    return record.getJsonArray("chunk_times_ns");
  }

  private static Fault everyTenth() {
    return new Fault(FaultKind.TRUNCATE, 1, 10, List.of(), 3, 503, 0, 0, 3, 1);
  }
}
