package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The specification's workflow as its own clients make it, bodies and status codes exact. */
@ExtendWith(SharedService.class)
class SpecificationIT {
  private static final String SHORT_RUN =
      "{\"load\":{\"duration_seconds\":1},\"output\":{\"max_tokens\":8}}";

  private final ServiceUnderTest service;
  private final Http api;
  private final long id = ServiceUnderTest.newId();
  private final String group = "/client-group/" + id;

  SpecificationIT(ServiceUnderTest service) {
    this.service = service;
    this.api = service.api();
  }

  @Test
  void createsAGroupOnceAndSaysWhere() {
    Answer created =
        api.post(group, "{\"num_clients\": 2, \"time_limit\": 10}")
            .expect(
                201,
                "{\"status\":\"created\",\"benchmark_id\":%d,\"num_clients\":2}".formatted(id));
    assertThat(created.header("Location")).isEqualTo(service.url() + "/api/v1" + group);
    Answer again = api.post(group, "{\"num_clients\": 2}").expectProblem(409);
    assertThat(again.json().getString("detail")).isEqualTo("Group already exists");
    api.delete(group).expect(200);
  }

  @Test
  void tellsWhatIsKnownOfAGroup() {
    double before = System.currentTimeMillis() / 1000.0;
    api.post(group, "{\"num_clients\": 2}").expect(201);
    JsonObject view = api.get(group).expect(200).json();
    assertThat(view.keySet()).containsExactlyInAnyOrder("benchmark_id", "info");
    assertThat(view.getInt("benchmark_id")).isEqualTo((int) id);
    JsonObject info = view.getJsonObject("info");
    assertThat(info.getInt("num_clients")).isEqualTo(2);
    assertThat(info).containsKeys("client_address", "state", "desired", "agents", "job", "runs");
    assertThat(info.getInt("time_limit")).as("the default, minutes").isEqualTo(5);
    assertThat(info.getJsonNumber("created_at").doubleValue())
        .isBetween(before - 1, System.currentTimeMillis() / 1000.0 + 1);
    assertThat(info.getJsonNumber("created_at").toString()).as("a float").contains(".");
    api.delete(group).expect(200);
  }

  @Test
  void knowsNoGroupThatNobodyCreated() {
    assertThat(detail(api.get(group).expectProblem(404))).isEqualTo("Benchmark id not found");
    assertThat(detail(api.post(group + "/run").expectProblem(404)))
        .isEqualTo("Unknown benchmark id " + id);
    Answer connect = api.post(group + "/connect", "{\"client_address\":\"http://node-01:9000\"}");
    assertThat(detail(connect.expectProblem(404))).isEqualTo("Benchmark id not found");
    api.delete(group).expect(200, deleted());
  }

  @Test
  void runsAGroupFromItsCreationToItsDeletion() {
    String workload =
        "{\"num_clients\": 3, \"time_limit\": 5, \"workload\": %s}".formatted(SHORT_RUN);
    api.post(group, workload).expect(201);
    // No agent can have registered yet: its virtual machine alone takes longer to start.
    api.post(group + "/run").expectProblem(409);
    JsonObject info = awaitState("READY");
    String address = info.getString("client_address");
    assertThat(address).matches("http://[^/]+:\\d+");

    JsonObject run = api.post(group + "/run").expect(200).json();
    assertThat(run.getString("status")).isEqualTo("dispatched");
    assertThat(run.getInt("benchmark_id")).isEqualTo((int) id);
    assertThat(run.getJsonArray("results"))
        .isEqualTo(
            JsonText.value(
                "[{\"client_process\":\"%s\",\"status_code\":200,\"body\":\"started\"}]"
                    .formatted(address)));

    JsonObject agent = new Http(address).get("/status").expect(200).json();
    assertThat(agent.getInt("benchmark_id")).isEqualTo((int) id);
    assertThat(agent.getInt("num_clients")).isEqualTo(3);
    assertThat(agent.getString("server_addr")).isEqualTo(service.emulator().baseUri().toString());
    assertThat(agent.getString("client_service_addr")).isEqualTo(service.url());
    assertThat(agent.getString("local_address")).isEqualTo(address);
    assertThat(agent.getJsonNumber("created_at").doubleValue()).isPositive();

    awaitState("COMPLETED");
    api.delete(group).expect(200, deleted());
    api.get(group).expectProblem(404);
    api.delete(group).expect(200, deleted());
  }

  @Test
  void givesADeletedIdToANewGroup() {
    api.post(group, "{\"num_clients\": 1}").expect(201);
    api.delete(group).expect(200, deleted());
    api.post(group, "{\"num_clients\": 4}")
        .expect(
            201, "{\"status\":\"created\",\"benchmark_id\":%d,\"num_clients\":4}".formatted(id));
    assertThat(api.get(group).expect(200).json().getJsonObject("info").getInt("num_clients"))
        .isEqualTo(4);
    api.delete(group).expect(200, deleted());
  }

  @Test
  void F23_registersAClientOfTheSpecificationHoweverOftenItConnects() {
    api.post(group, "{\"num_clients\": 1}").expect(201);
    String body = "{\"client_address\":\"http://node-01:9000\"}";
    for (int time = 0; time < 2; time++) {
      JsonObject answer = api.post(group + "/connect", body).expect(201).json();
      assertThat(answer.getString("status")).isEqualTo("registered");
      assertThat(answer.getInt("benchmark_id")).isEqualTo((int) id);
      assertThat(answer.getString("client_address")).isEqualTo("http://node-01:9000");
    }
    List<JsonValue> known =
        List.copyOf(api.get(group).expect(200).json().getJsonObject("info").getJsonArray("agents"));
    assertThat(known)
        .filteredOn(a -> a.asJsonObject().getString("address").equals("http://node-01:9000"))
        .hasSize(1);
    api.delete(group).expect(200);
  }

  @Test
  void listsGroupsNewestFirst() {
    long second = ServiceUnderTest.newId();
    api.post(group, "{\"num_clients\": 1}").expect(201);
    api.post("/client-group/" + second, "{\"num_clients\": 1}").expect(201);
    JsonObject page = api.get("/client-group?limit=2").expect(200).json();
    assertThat(page.getJsonArray("groups").getValuesAs(JsonObject.class))
        .extracting(view -> (long) view.getInt("benchmark_id"))
        .containsExactly(second, id);
    api.get("/client-group?state=NONSENSE").expectProblem(422, "NONSENSE");
    api.get("/client-group?limit=many").expectProblem(422, "many");
    api.delete(group).expect(200);
    api.delete("/client-group/" + second).expect(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"num_clients\": 0}|num_clients|0",
        "{\"num_clients\": -3}|num_clients|-3",
        "{\"num_clients\": \"five\"}|num_clients|five",
        "{\"num_clients\": 2.5}|num_clients|2.5",
        "{}|num_clients|missing",
        "[5]|body|[5]",
        "5|body|5",
        "{\"num_clients\": 1, \"time_limit\": -1}|time_limit|-1",
        "{\"num_clients\": 2, \"agents\": 3}|agents|3",
        "{\"num_clients\": 1, \"workload\": {\"load\": {\"kind\": \"tidal\"}}}|load.kind|tidal",
        "{\"num_clients\": 1, \"workload\": {\"lod\": {}}}|workload.lod|known",
        "{\"num_clients\": 1, \"workload\": {\"server_addr\": \"ftp://x\"}}|server_addr|ftp://x",
      })
  void refusesWhatParsesAndCannotBe(String body, String member, String value) {
    api.post(group, body).expectProblem(422, member, value);
    api.get(group).expectProblem(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"num_clients\": 5", "num_clients=5", "", "null", "{\"num_clients\": 05}"})
  void refusesWhatDoesNotParse(String body) {
    api.post(group, body).expectProblem(400);
    api.get(group).expectProblem(404);
  }

  @Test
  void refusesOtherMediaTypesMethodsAndPaths() {
    api.send("POST", group, BodyPublishers.ofString("num_clients=5"), "Content-Type", "text/plain")
        .expectProblem(415);
    api.send("POST", group, BodyPublishers.ofString("{}"), "Content-Type", "nonsense")
        .expectProblem(400);
    Answer patch = api.send("PATCH", group, BodyPublishers.noBody()).expectProblem(405);
    assertThat(patch.header("Allow")).contains("GET", "POST", "DELETE");
    api.send("GET", group, BodyPublishers.noBody(), "Accept", "text/html").expectProblem(406);
    Answer options = api.send("OPTIONS", group, BodyPublishers.noBody()).expect(200);
    assertThat(options.header("Allow")).contains("GET", "POST", "DELETE");
    assertThat(options.body()).doesNotContainIgnoringCase("jersey");
    api.get("/application.wadl").expectProblem(404);
    api.get("/nothing-here").expectProblem(404);
    api.get(group + "/nothing-here").expectProblem(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "1.5", "99999999999999999999", "-", "%3Cscript%3E"})
  void refusesIdsThatAreNoNumbers(String text) {
    String shown = text.startsWith("%") ? "<script>" : text;
    api.get("/client-group/" + text).expectProblem(422, shown);
    api.post("/client-group/" + text, "{\"num_clients\": 1}").expectProblem(422, shown);
    api.delete("/client-group/" + text).expectProblem(422, shown);
    api.post("/client-group/" + text + "/run").expectProblem(422, shown);
  }

  @Test
  void refusesIdsBelowOne() {
    api.post("/client-group/0", "{\"num_clients\": 1}").expectProblem(422, "0");
    api.post("/client-group/-7", "{\"num_clients\": 1}").expectProblem(422, "-7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/nothing",
        "/api",
        "/api/v1",
        "/api/v1/",
        "/api/v2/client-group",
        "/WEB-INF/beans.xml",
        "/..;/"
      })
  void keepsErrorsOutsideOfTheInterfaceInTheSameShape(String path) {
    service.root().get(path).expectProblem(404);
  }

  private JsonObject awaitState(String wanted) {
    return Await.present(
        "group %d %s".formatted(id, wanted),
        Duration.ofSeconds(60),
        () ->
            java.util.Optional.of(api.get(group).expect(200).json().getJsonObject("info"))
                .filter(info -> info.getString("state").equals(wanted)),
        () -> api.get(group).body());
  }

  private String deleted() {
    return "{\"status\":\"deleted\",\"benchmark_id\":%d}".formatted(id);
  }

  private static String detail(Answer answer) {
    return answer.json().getString("detail");
  }
}
