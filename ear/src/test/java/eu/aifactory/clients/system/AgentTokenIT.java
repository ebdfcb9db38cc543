package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the token of a job opens, and for how long. */
@ExtendWith(SharedService.class)
class AgentTokenIT {
  private static final String ONE = "{\"num_clients\":1,\"time_limit\":5}";
  private static final String BEAT = "{\"state\":\"READY\"}";

  /** Many more than one agent's limit lets through while they are sent. */
  private static final int MOST_CALLS = 3_000;

  private final ServiceUnderTest service;
  private final Http nobody;

  AgentTokenIT(ServiceUnderTest service) {
    this.service = service;
    this.nobody = service.apiWithoutToken();
  }

  @Test
  void opensTheConversationOfItsGroupAloneAndDiesWithTheJob() throws IOException {
    String token;
    String beat;
    try (BenchmarkGroup group = BenchmarkGroup.create(service, ONE).awaitReady();
        BenchmarkGroup other = BenchmarkGroup.create(service, ONE).awaitReady()) {
      token = tokenOf(group);
      assertThat(token).as("256 random bits").matches("[0-9a-f]{64}");
      assertThat(tokenOf(other)).isNotEqualTo(token);
      beat = beatOf(group);

      as("Agent " + token, beat).expect(200);
      as("Agent " + tokenOf(other), beat).expectProblem(403, Long.toString(group.id()));
      as("Agent " + "0".repeat(64), beat).expectProblem(401);
      as("Agent ", beat).expectProblem(401);
      as("Bearer " + token, beat).expectProblem(401);
      as("Basic " + token, beat).expectProblem(401);
      nobody.post(beat, BEAT).expectProblem(401, "token");

      // Nothing that people call.
      for (String path : List.of("", "/result", "/events", "/logs/stdout")) {
        nobody
            .send(
                "GET", group.path(path), BodyPublishers.noBody(), "Authorization", "Agent " + token)
            .expectProblem(401);
      }
      nobody
          .send(
              "DELETE", group.path(""), BodyPublishers.noBody(), "Authorization", "Agent " + token)
          .expectProblem(401);
      expectNowhere(token);
    }
    Await.so(
        "the token is dead",
        Duration.ofSeconds(60),
        () -> as("Agent " + token, beat).status() == 401,
        () -> as("Agent " + token, beat).toString());
  }

  @Test
  void agentsObeyTheirServiceAlone() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, ONE).awaitReady()) {
      Http agent = new Http(group.info().getString("client_address"));

      agent.get("/status").expect(200);
      agent.post("/run", "{}").expectProblem(401, "obeys");
      agent
          .send(
              "POST",
              "/run",
              BodyPublishers.ofString("{}"),
              "Content-Type",
              "application/json",
              "Authorization",
              "Agent " + tokenOf(group))
          .expectProblem(401, "obeys");
      agent
          .post("/observer", "{\"ip_address\":\"127.0.0.1\",\"port\":9}")
          .expectProblem(401, "obeys");

      group.startRun();
    }
  }

  @Test
  void aFloodOfAnAgentIsBoundedAndTakesNothingFromOthers() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, ONE).awaitReady();
        BenchmarkGroup other = BenchmarkGroup.create(service, ONE).awaitReady()) {
      String token = "Agent " + tokenOf(group);
      // What comes one after the other and is answered at once: heartbeats wait for each other.
      String orders = beatOf(group).replace("/heartbeat", "/orders");
      Answer last = ask(token, orders);
      for (int i = 0; i < MOST_CALLS && last.status() == 200; i++) {
        last = ask(token, orders);
      }

      last.expectProblem(429, "agents of this group");
      assertThat(last.header("Retry-After")).isEqualTo("1");
      as("Agent " + tokenOf(other), beatOf(other)).expect(200);
      service.api().get(group.path("")).expect(200);
      group.startRun();
    }
  }

  /** Weld says so when a call's scope is left on the thread that it came in by. */
  @Test
  void leavesNothingOfACallOnTheServersThreads() throws IOException {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, ONE).awaitReady()) {
      String token = "Agent " + tokenOf(group);
      String beat = beatOf(group);
      for (int i = 0; i < 50; i++) {
        as(token, beat).expect(200);
      }
      ask(token, beat.replace("/heartbeat", "/orders?wait=1")).expect(200);
    }

    assertThat(service.data().resolve("logs").resolve("server.log"))
        .content()
        .contains("WELD-000900")
        .doesNotContain("leak detected", "guard not set", "not cleaned up");
  }

  private static String beatOf(BenchmarkGroup group) {
    String agent = group.info().getJsonArray("agents").getJsonObject(0).getString("agent");
    return group.path("/agents/" + agent + "/heartbeat");
  }

  private Answer ask(String authorization, String path) {
    return nobody.send("GET", path, BodyPublishers.noBody(), "Authorization", authorization);
  }

  private Answer as(String authorization, String path) {
    return nobody.send(
        "POST",
        path,
        BodyPublishers.ofString(BEAT),
        "Content-Type",
        "application/json",
        "Authorization",
        authorization);
  }

  /** As the job has it: in the environment of its processes, which its owner alone can read. */
  private String tokenOf(BenchmarkGroup group) {
    Path job = service.jobs(group.id()).getFirst();
    ProcessHandle agent = AgentProcesses.agentsIn(job).getFirst();
    return Stream.of(environment(agent).split("\0"))
        .filter(variable -> variable.startsWith("AIF_NONCE="))
        .map(variable -> variable.substring("AIF_NONCE=".length()))
        .findFirst()
        .orElseThrow();
  }

  private static String environment(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError("an agent has ended: " + e, e);
    }
  }

  /** Neither in the database nor in a log nor in a job's folder. */
  private void expectNowhere(String token) throws IOException {
    try (Stream<Path> files =
        Stream.of("db", "logs", "jobs", "run")
            .map(service.data()::resolve)
            .flatMap(AgentTokenIT::filesIn)) {
      assertThat(files.toList())
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file, StandardCharsets.ISO_8859_1).contains(token))
                      .as(file.toString())
                      .isFalse());
    }
  }

  private static Stream<Path> filesIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
