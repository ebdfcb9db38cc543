package eu.aifactory.clients.system;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.system.AccessMatrix.About;
import eu.aifactory.clients.system.AccessMatrix.Call;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call, for every role, on one's own things and on another owner's. */
@ExtendWith(SharedService.class)
@TestInstance(Lifecycle.PER_CLASS)
class AccessIT {
  private static final String ANNA = "anna";
  private static final String BERT = "bert";

  private final ServiceUnderTest service;
  private final Http anna;
  private final long id = ServiceUnderTest.newId();
  private String run;

  AccessIT(ServiceUnderTest service) {
    this.service = service;
    this.anna = as(ANNA, "operator");
  }

  @BeforeAll
  void runAGroupOfAnnas() {
    anna.post(
            "/client-group/" + id,
            "{\"num_clients\":1,\"workload\":{\"load\":{\"requests\":3},\"output\":{\"max_tokens\":4},\"records\":{\"enabled\":true}}}")
        .expect(201);
    BenchmarkGroup group = BenchmarkGroup.of(service, id).awaitReady();
    run = group.startRun();
    group.awaitCompleted();
    anna.put("/baselines/kept", "{\"run_id\":\"%s\"}".formatted(run)).expect(201);
  }

  @AfterAll
  void deleteIt() {
    anna.delete("/baselines/kept").expect(204);
    anna.delete("/client-group/" + id).expect(200);
  }

  static List<Call> calls() {
    return AccessMatrix.calls();
  }

  static List<Call> callsOfPeople() {
    return calls().stream().filter(call -> call.about() != About.AGENTS).toList();
  }

  static List<Call> callsOfAgents() {
    return calls().stream().filter(call -> call.about() == About.AGENTS).toList();
  }

  @Test
  void theMatrixHasEveryCallOfTheDescriptionWithItsRole() {
    Map<String, String> described = new TreeMap<>();
    JsonObject paths =
        service
            .root()
            .send("GET", "/openapi", BodyPublishers.noBody(), "Accept", "application/json")
            .expect(200)
            .json()
            .getJsonObject("paths");
    paths.forEach(
        (path, item) ->
            item.asJsonObject()
                .forEach(
                    (method, operation) ->
                        described.put(
                            method.toUpperCase() + " " + path.replace("/api/v1", ""),
                            operation.asJsonObject().getString("x-aif-role", ""))));

    assertThat(new TreeMap<>(calls().stream().collect(toMap(Call::name, Call::role))))
        .isEqualTo(described);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void nobodyIsLetInWithoutAToken(Call call) {
    Answer answer = made(call, service.apiWithoutToken(), Map.of()).expectProblem(401, "token");

    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aRoleThatDoesNotCoverTheCallIsRefused(Call call) {
    for (String role : AccessMatrix.ROLES) {
      if (!call.isFor(role)) {
        made(call, as(ANNA, role), Map.of()).expectProblem(403, call.role(), role);
        made(call, as(BERT, role), Map.of()).expectProblem(403, call.role(), role);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("callsOfPeople")
  void aRoleThatCoversTheCallMayMakeItOnTheirOwn(Call call) {
    for (String role : AccessMatrix.ROLES) {
      if (call.isFor(role)) {
        Answer answer = made(call, as(ANNA, role), placesFor(call, ANNA));
        assertThat(call.fine()).as(role + ": " + answer).contains(answer.status());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("callsOfPeople")
  void anotherOwnersAreNotThereButForAdmins(Call call) {
    if (call.about() != About.THEIRS) {
      return;
    }
    for (String role : AccessMatrix.ROLES) {
      if (call.isFor(role)) {
        Answer answer = made(call, as(BERT, role), placesFor(call, ANNA));
        if (role.equals("admin")) {
          assertThat(call.fine()).as(role + ": " + answer).contains(answer.status());
        } else {
          answer.expectProblem(404);
          assertThat(answer.body()).doesNotContain(ANNA);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("callsOfAgents")
  void whoMayOperateAGroupMaySpeakForItsAgents(Call call) {
    // The bodies are none that would change anything.
    assertThat(made(call, anna, Map.of()).status()).isNotIn(401, 403, 500);
    assertThat(made(call, as(BERT, "admin"), Map.of()).status()).isNotIn(401, 403, 500);
  }

  @Test
  void nobodySpeaksForTheAgentsOfAnotherOwner() {
    Http bert = as(BERT, "operator");
    String group = "/client-group/" + id;
    bert.post(group + "/connect", "{\"client_address\":\"http://127.0.0.1:9\"}").expectProblem(404);
    bert.post(group + "/agents/any/heartbeat", "{\"state\":\"READY\"}").expectProblem(404);
    bert.get(group + "/agents/any/orders?wait=30").expectProblem(404, "Benchmark id not found");
    bert.post(
            group + "/runs/" + run + "/barrier",
            "{\"agent\":\"any\",\"ready\":true,\"service\":null,\"failure\":null}")
        .expectProblem(404);
  }

  @Test
  void anotherOwnersGroupReadsAsOneThatIsNotThere() {
    Http bert = as(BERT, "operator");
    long nobodys = ServiceUnderTest.newId();
    for (String rest : List.of("", "/result", "/events", "/records", "/logs/stdout")) {
      String hers = detail(bert.get("/client-group/" + id + rest).expectProblem(404));
      String none = detail(bert.get("/client-group/" + nobodys + rest).expectProblem(404));
      assertThat(hers.replace(Long.toString(id), "N"))
          .isEqualTo(none.replace(Long.toString(nobodys), "N"));
    }
  }

  @Test
  void listsHaveTheirOwnAlone() {
    assertThat(as(BERT, "operator").get("/client-group").expect(200).json().getInt("total"))
        .isZero();
    JsonObject hers = anna.get("/client-group?limit=500").expect(200).json();
    assertThat(hers.getJsonArray("groups").getValuesAs(JsonObject.class))
        .isNotEmpty()
        .allMatch(group -> group.getJsonObject("info").getString("owner").equals(ANNA));
    assertThat(names(as(BERT, "viewer"))).doesNotContain("kept");
    assertThat(names(as(ANNA, "viewer"))).contains("kept");
    assertThat(names(as(BERT, "admin"))).contains("kept");
  }

  @Test
  void anotherOwnersIdAndNameAreTaken() {
    Http bert = as(BERT, "operator");
    bert.post("/client-group/" + id, "{\"num_clients\":1}")
        .expectProblem(409, "Group already exists");
    bert.delete("/baselines/kept").expect(204);
    anna.get("/baselines/kept").expect(200);
  }

  @Test
  void tokensThatAreNotTheServicesAreRefused() {
    PrivateKey own = Jwt.keyIn(service.data().resolve("keys/token-private.pem"));
    KeyPair others = Jwt.newKey();
    long now = Jwt.now();
    JsonObject fine = claims(now, now + 600).build();
    service.api(Jwt.signed(fine, own, null)).get("/client-group").expect(200);

    Map<String, String> bad = new HashMap<>();
    bad.put("another key", Jwt.signed(fine, others.getPrivate(), null));
    bad.put("no signature", Jwt.unsigned(fine));
    bad.put("a public key for a secret", Jwt.signedWithSecret(fine, others.getPublic()));
    bad.put("over", Jwt.signed(claims(now - 1200, now - 600).build(), own, null));
    bad.put(
        "not begun", Jwt.signed(claims(now, now + 1200).add("nbf", now + 600).build(), own, null));
    bad.put("another issuer", Jwt.signed(with(fine, "iss", "https://evil"), own, null));
    bad.put("another audience", Jwt.signed(with(fine, "aud", "other"), own, null));
    bad.put("no audience", Jwt.signed(without(fine, "aud"), own, null));
    bad.put("no end", Jwt.signed(without(fine, "exp"), own, null));
    bad.put("nonsense", "nonsense");
    bad.put("another's claims", swapped(Jwt.signed(fine, own, null)));
    bad.forEach(
        (what, token) ->
            assertThat(service.api(token).get("/client-group"))
                .as(what)
                .satisfies(answer -> answer.expectProblem(401, "token"))
                .satisfies(
                    answer -> assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer")));
  }

  @Test
  void aTokenWithoutARoleIsForNothing() {
    PrivateKey own = Jwt.keyIn(service.data().resolve("keys/token-private.pem"));
    long now = Jwt.now();
    JsonObject none =
        claims(now, now + 600).add("groups", Json.createArrayBuilder().add("root")).build();

    service.api(Jwt.signed(none, own, null)).get("/client-group").expectProblem(403, "roles");
  }

  @Test
  void noTokenIsWrittenAnywhere() {
    service.api("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln").get("/server").expect(401);
    Tokens.expectNone(service.logs());
  }

  /** The caller's claims under the signature of another token. */
  private static String swapped(String token) {
    String[] parts = token.split("\\.");
    String claims =
        Jwt.base64(
            new String(Base64.getUrlDecoder().decode(parts[1]))
                .replace("viewer", "admin")
                .getBytes());
    return parts[0] + "." + claims + "." + parts[2];
  }

  private static JsonObjectBuilder claims(long from, long until) {
    return Json.createObjectBuilder()
        .add("iss", "urn:aif")
        .add("aud", "aif")
        .add("sub", ANNA)
        .add("upn", ANNA)
        .add("jti", "1")
        .add("iat", from)
        .add("exp", until)
        .add("groups", Json.createArrayBuilder().add("viewer"));
  }

  private static JsonObject with(JsonObject claims, String name, String value) {
    return Json.createObjectBuilder(claims).add(name, value).build();
  }

  private static JsonObject without(JsonObject claims, String name) {
    return Json.createObjectBuilder(claims).remove(name).build();
  }

  /** What the path's names stand for; what a call would use up is made for it. */
  private Map<String, String> placesFor(Call call, String owner) {
    return switch (call.name()) {
      case "POST /client-group/{id}" -> Map.of("id", Long.toString(ServiceUnderTest.newId()));
      case "DELETE /client-group/{id}" -> {
        long more = ServiceUnderTest.newId();
        as(owner, "operator").post("/client-group/" + more, "{\"num_clients\":1}").expect(201);
        yield Map.of("id", Long.toString(more));
      }
      case "PUT /baselines/{name}", "DELETE /baselines/{name}" -> Map.of("name", "spare");
      default -> Map.of();
    };
  }

  private Answer made(Call call, Http caller, Map<String, String> places) {
    Map<String, String> all = new HashMap<>();
    all.put("id", Long.toString(id));
    all.put("run", run);
    all.put("output", "stdout");
    all.put("agent", "nobody");
    all.put("number", "0");
    all.put("name", "kept");
    all.put("server", service.emulator().baseUri().toString());
    all.putAll(places);
    String path = filled(call.path(), all);
    if (call.path().equals("/compare")) {
      path += "?base=%s&with=%s".formatted(run, run);
    }
    String body = filled(call.body(), all);
    return body.isEmpty()
        ? caller.send(call.method(), path, BodyPublishers.noBody())
        : caller.send(
            call.method(), path, BodyPublishers.ofString(body), "Content-Type", "application/json");
  }

  private static String filled(String text, Map<String, String> places) {
    String filled = text;
    for (Map.Entry<String, String> place : places.entrySet()) {
      filled = filled.replace("{" + place.getKey() + "}", place.getValue());
    }
    return filled;
  }

  private Http as(String owner, String role) {
    return service.api(service.token(owner, role));
  }

  private static Set<String> names(Http caller) {
    return caller
        .get("/baselines")
        .expect(200)
        .json()
        .getJsonArray("baselines")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(baseline -> baseline.getString("name"))
        .collect(toSet());
  }

  private static String detail(Answer answer) {
    return answer.json().getString("detail");
  }
}
