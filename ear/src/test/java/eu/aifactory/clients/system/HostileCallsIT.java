package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies that are meant to do harm, and what the service tells and keeps of callers. */
@ExtendWith(SharedService.class)
class HostileCallsIT {
  private final ServiceUnderTest service;
  private final Http api;
  private final String group = "/client-group/" + ServiceUnderTest.newId();

  HostileCallsIT(ServiceUnderTest service) {
    this.service = service;
    this.api = service.api();
  }

  @Test
  void aBodyThatIsDeepOrLongOrHugeIsRefusedAtOnce() {
    String deep = "[".repeat(30_000);
    String deepObject = "{\"workload\":".repeat(5_000);
    String huge = "{\"num_clients\":1e999999999}";
    String long1 = "{\"num_clients\":" + "9".repeat(60_000) + "}";

    for (String body : List.of(deep, deepObject, huge, long1)) {
      long began = System.nanoTime();
      Answer answer = api.post(group, body);
      assertThat(answer.status()).as(body.substring(0, 20)).isIn(400, 422);
      assertThat(answer.body().length()).as("what is sent back").isLessThan(2_000);
      answer.expectNothingOfTheServer();
      // A wall clock bounds nothing but this: it did not compute a number of a billion digits.
      assertThat(System.nanoTime() - began).isLessThan(20_000_000_000L);
    }
    api.post(group, "{\"x\":\"" + "y".repeat(70_000) + "\"}").expectProblem(413);
    api.get(group).expectProblem(404);
  }

  @Test
  void nothingButJsonIsRead() {
    String xml = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>";
    for (String type :
        List.of(
            "application/xml",
            "text/xml",
            "application/x-java-serialized-object",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x")) {
      api.send("POST", group, BodyPublishers.ofString(xml), "Content-Type", type)
          .expectProblem(415);
    }
    api.send("GET", "/client-group", BodyPublishers.noBody(), "Accept", "application/xml")
        .expectProblem(406);
  }

  /** Payara itself would answer 500 and 505. */
  @Test
  void aPathWithAColonAndAMethodOfNobodyAreProblems() {
    for (String path : List.of("/baselines/llama:8b", "/runs/%3A/result", "/client-group/1:2")) {
      api.get(path).expectProblem(404, "colon");
    }
    String type = "application/json";
    for (int i = 0; i < 3; i++) {
      for (String method : List.of("QUERY", "TRACE", "PATCH")) {
        api.send(method, "/server", BodyPublishers.ofString("{\"x\": 1}"), "Content-Type", type)
            .expectProblem(405);
      }
    }
    api.get("/server").expect(200);
  }

  @Test
  void answersSayWhatTheyAreAndNothingOfTheServer() {
    for (Answer answer :
        List.of(
            api.get("/client-group").expect(200),
            api.get(group).expect(404),
            api.get("/nothing").expect(404),
            service.root().get("/nothing").expect(404),
            service.apiWithoutToken().get("/client-group").expect(401),
            service.api("nonsense").get("/client-group").expect(401))) {
      assertThat(answer.header("X-Content-Type-Options"))
          .as(answer.toString())
          .isEqualTo("nosniff");
      assertThat(answer.header("Cache-Control")).as(answer.toString()).contains("no-store");
      assertThat(answer.header("Server")).as(answer.toString()).isEmpty();
      assertThat(answer.header("X-Powered-By")).as(answer.toString()).isEmpty();
      assertThat(answer.header("Access-Control-Allow-Origin")).as(answer.toString()).isEmpty();
    }
  }

  @Test
  void whoChangedWhatIsKeptWithoutTheirTokens() throws IOException {
    Http anna = service.api(service.token("anna", "operator"));
    anna.post(group, "{\"num_clients\":1}").expect(201);
    anna.get(group).expect(200);
    service.api(service.token("vera", "viewer")).delete(group).expect(403);
    service.apiWithoutToken().delete(group).expect(401);
    anna.delete(group).expect(200);

    List<JsonObject> noted =
        Files.readAllLines(service.logs().resolve("audit.log")).stream()
            .map(line -> Json.createReader(new StringReader(line)).readObject())
            .filter(line -> line.getString("path").equals(group))
            .toList();
    assertThat(noted)
        .extracting(
            line ->
                "%s %s %s %d"
                    .formatted(
                        line.isNull("who") ? "-" : line.getString("who"),
                        line.isNull("role") ? "-" : line.getString("role"),
                        line.getString("method"),
                        line.getInt("status")))
        .containsExactly(
            "anna operator POST 201",
            "vera - DELETE 403",
            "- - DELETE 401",
            "anna operator DELETE 200");
    assertThat(noted).allMatch(line -> line.getString("from").equals("127.0.0.1"));
    Tokens.expectNone(service.logs());
  }
}
