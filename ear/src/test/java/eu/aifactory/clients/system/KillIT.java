package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code kill -9}, of the service and of agents: one job, nothing lost, nothing twice. */
@OwnServers
class KillIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static ServiceUnderTest service;

  @BeforeAll
  static void start() {
    service =
        ServiceUnderTest.start(
            "killed",
            "AIF_AGENT_SUSPECT_AFTER",
            "PT4S",
            "AIF_AGENT_LOST_AFTER",
            "PT10S",
            "AIF_SUBMIT_QUARANTINE",
            "PT5S");
  }

  @AfterAll
  static void nothingIsLeft() {
    try (ServiceUnderTest ending = service) {
      assumeThat(ending).as("a service that started").isNotNull();
      assertThat(ending.agentProcesses()).as("processes of agents at the end").isEmpty();
    }
  }

  @BeforeEach
  void countFromZero() {
    Truth.beginAnew(service.emulator());
  }

  @Test
  void losesNothingOfARunWhenTheServiceIsKilled() {
    try (BenchmarkGroup group = create(4, 2, 20)) {
      String run = group.awaitReady().startRun();
      awaitRequests(group, 40);
      service.kill();
      service.start();
      group.awaitState("COMPLETED", LIMIT);

      JsonObject result = group.result(run);
      Truth truth = Truth.of(service.emulator());
      JsonObject requests = result.getJsonObject("requests");
      assertThat(requests.getInt("sent")).as(result.toString()).isEqualTo((int) truth.sent());
      assertThat(requests.getInt("succeeded")).isEqualTo((int) truth.completed());
      assertThat(result.getJsonObject("tokens").getInt("completion"))
          .isEqualTo((int) truth.completionTokens());
      assertThat(result.getJsonObject("e2e_ms").getInt("count")).isEqualTo((int) truth.completed());
      assertThat(result.getJsonArray("agents").getValuesAs(JsonObject.class))
          .hasSize(2)
          .allMatch(agent -> agent.getString("state").equals("COMPLETED"));
      hasOneJob(group);
      assertThat(group.info().getJsonArray("runs")).hasSize(1);

      service.stop();
      service.start();
      assertThat(group.state()).isEqualTo("COMPLETED");
      assertThat(group.result(run)).isEqualTo(result);
    }
  }

  /** Killed in its first stage, the service chooses the second by what it has in its database. */
  @Test
  void leadsASweepFromStageToStageWhenTheServiceIsKilled() {
    String sweep =
        "{\"load\":{\"kind\":\"constant\",\"duration_seconds\":8,"
            .concat("\"sweep\":{\"from\":10,\"to\":20,\"steps\":2}},")
            .concat("\"output\":{\"max_tokens\":4}}");
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 4, 2, sweep)) {
      String run = group.awaitReady().startRun();
      awaitRequests(group, 10);
      service.kill();
      service.start();
      group.awaitState("COMPLETED", LIMIT);

      JsonObject result = group.result(run);
      assertThat(result.getJsonArray("stages").getValuesAs(JsonObject.class))
          .extracting(stage -> stage.getJsonObject("requests").getInt("succeeded"))
          .containsExactly(80, 160);
      assertThat(result.getJsonObject("sweep").getJsonNumber("sustained").doubleValue())
          .isEqualTo(20);
      assertThat(Truth.of(service.emulator()).completed()).isEqualTo(240);
    }
  }

  @Test
  void submitsOneJobWhenTheServiceIsKilledBeforeAgentsRegister() {
    try (BenchmarkGroup submitted = create(2, 1, 1)) {
      Await.so(
          "the job's process",
          Duration.ofSeconds(20),
          () -> jobsThatRan(submitted) == 1,
          submitted::story);
      try (BenchmarkGroup justCreated = create(2, 1, 1)) {
        service.kill();
        service.start();
        submitted.awaitState("READY", LIMIT);
        justCreated.awaitState("READY", LIMIT);
        hasOneJob(submitted);
        hasOneJob(justCreated);
        // They are good for something, too.
        submitted.runToResult();
      }
    }
  }

  @Test
  void F25_endsARunWithTheAgentsThatAreLeft() {
    try (BenchmarkGroup group = create(4, 2, 5)) {
      String run = group.awaitReady().startRun();
      awaitRequests(group, 20);
      group.agentProcesses().getFirst().destroyForcibly();
      group.awaitState("COMPLETED", LIMIT);

      JsonObject result = group.result(run);
      // A busy machine may make it worse, never better.
      assertThat(result.getString("verdict"))
          .as(result.toString())
          .isIn("DEGRADED", "CLIENT_LIMITED");
      List<JsonObject> agents = result.getJsonArray("agents").getValuesAs(JsonObject.class);
      assertThat(agents)
          .extracting(agent -> agent.getString("state"))
          .containsExactlyInAnyOrder("COMPLETED", "LOST");
      JsonObject lost = agentThatIs("LOST", agents);
      assertThat(result.getJsonArray("verdict_reasons").getValuesAs(JsonString::getString))
          .anyMatch(reason -> reason.contains("agent " + lost.getString("agent") + " ended LOST"));
      JsonObject left = agentThatIs("COMPLETED", agents);
      assertThat(left.getJsonObject("requests").getInt("succeeded")).isPositive();
      assertThat(result.getJsonObject("requests").getInt("succeeded"))
          .as("no more than the AI server has answered")
          .isBetween(
              left.getJsonObject("requests").getInt("succeeded"),
              (int) Truth.of(service.emulator()).completed());
      assertThat(group.agents())
          .filteredOn(agent -> agent.getString("agent").equals(lost.getString("agent")))
          .extracting(agent -> agent.getString("state"))
          .containsExactly("LOST");
    }
  }

  /** The one that is left runs for a minute: what ends the run is the loss alone. */
  @Test
  void F25_endsTheRunAtOnceWhereTheGroupSaysAbort() {
    String workload = "{\"load\":{\"duration_seconds\":60},\"output\":{\"max_tokens\":8}}";
    try (BenchmarkGroup group =
        BenchmarkGroup.create(
            service,
            "{\"num_clients\":4,\"time_limit\":5,\"agents\":2,\"on_agent_lost\":\"abort\",\"workload\":%s}"
                .formatted(workload))) {
      assertThat(group.info().getString("on_agent_lost")).isEqualTo("abort");
      String run = group.awaitReady().startRun();
      awaitRequests(group, 40);
      group.agentProcesses().getFirst().destroyForcibly();
      group.awaitState("FAILED", Duration.ofSeconds(30));

      assertThat(group.run(run).getString("state")).isEqualTo("FAILED");
      assertThat(group.run(run).getString("reason"))
          .contains("is lost (not heard for 10 s)", "on_agent_lost is abort");
      JsonObject result = group.result(run);
      assertThat(result.getString("verdict")).isIn("DEGRADED", "CLIENT_LIMITED");
      assertThat(result.getJsonArray("agents").getValuesAs(JsonObject.class))
          .extracting(agent -> agent.getString("state"))
          .containsExactlyInAnyOrder("LOST", "STOPPED");
      assertThat(result.getJsonObject("requests").getInt("succeeded"))
          .isBetween(1, (int) Truth.of(service.emulator()).completed());
      Await.so(
          "the end of the other agent",
          Duration.ofSeconds(30),
          () -> group.agentProcesses().isEmpty(),
          group::story);
    }
  }

  /** Its load stood still meanwhile: the run is whole, and its result says that it is not valid. */
  @Test
  void F26_goesOnWithAnAgentThatStoodStillAndSaysSo() {
    try (BenchmarkGroup group = create(4, 2, 12)) {
      String run = group.awaitReady().startRun();
      awaitRequests(group, 40);
      long still = group.agentProcesses().getFirst().pid();
      AgentProcesses.signal("STOP", still);
      try {
        awaitAgentThatIs("SUSPECT", group);
      } finally {
        AgentProcesses.signal("CONT", still);
      }
      Await.so(
          "both agents running again",
          Duration.ofSeconds(6),
          () ->
              group.agents().stream().allMatch(agent -> agent.getString("state").equals("RUNNING")),
          group::story);
      group.awaitState("COMPLETED", LIMIT);

      JsonObject result = group.result(run);
      Truth truth = Truth.of(service.emulator());
      assertThat(result.getJsonArray("agents").getValuesAs(JsonObject.class))
          .hasSize(2)
          .allMatch(agent -> agent.getString("state").equals("COMPLETED"));
      assertThat(result.getJsonObject("requests").getInt("sent")).isEqualTo((int) truth.sent());
      assertThat(result.getJsonObject("requests").getInt("succeeded"))
          .isEqualTo((int) truth.completed());
      assertThat(result.getString("verdict")).as(result.toString()).isNotEqualTo("VALID");
      assertThat(result.getJsonArray("verdict_reasons").getValuesAs(JsonString::getString))
          .anyMatch(reason -> reason.contains("stood still for"));
    }
  }

  @Test
  void F26_turnsAwayAnAgentThatStoodStillForTooLong() {
    try (BenchmarkGroup group = create(4, 2, 20)) {
      String run = group.awaitReady().startRun();
      awaitRequests(group, 40);
      ProcessHandle still = group.agentProcesses().getFirst();
      AgentProcesses.signal("STOP", still.pid());
      try {
        awaitAgentThatIs("LOST", group);
      } finally {
        AgentProcesses.signal("CONT", still.pid());
      }
      Await.so(
          "the end of the agent that is lost",
          Duration.ofSeconds(30),
          () -> !still.isAlive(),
          group::story);
      assertThat(group.state()).as("without it").isEqualTo("RUNNING");
      group.awaitState("COMPLETED", LIMIT);

      JsonObject result = group.result(run);
      assertThat(result.getString("verdict")).isIn("DEGRADED", "CLIENT_LIMITED");
      assertThat(result.getJsonArray("agents").getValuesAs(JsonObject.class))
          .extracting(agent -> agent.getString("state"))
          .containsExactlyInAnyOrder("COMPLETED", "LOST");
      int sent = (int) Truth.of(service.emulator()).sent();
      // Each of its two clients may have sent one that it broke off before the server had read it.
      assertThat(result.getJsonObject("requests").getInt("sent"))
          .as("what it delivered when it was turned away counts, as the run was open")
          .isBetween(sent, sent + 2);
      assertThat(service.api().get(group.path("/logs/stderr")).body())
          .contains("counts as lost, and has to end");
    }
  }

  private static void awaitAgentThatIs(String state, BenchmarkGroup group) {
    Await.so(
        "an agent that is " + state,
        Duration.ofSeconds(30),
        () -> group.agents().stream().anyMatch(agent -> agent.getString("state").equals(state)),
        group::story);
  }

  private static JsonObject agentThatIs(String state, List<JsonObject> agents) {
    return agents.stream()
        .filter(agent -> agent.getString("state").equals(state))
        .findFirst()
        .orElseThrow();
  }

  private static BenchmarkGroup create(int clients, int agents, int seconds) {
    return BenchmarkGroup.create(
        service,
        clients,
        agents,
        "{\"load\":{\"duration_seconds\":%d},\"output\":{\"max_tokens\":8}}".formatted(seconds));
  }

  private static void awaitRequests(BenchmarkGroup group, int least) {
    Await.so(
        least + " requests",
        Duration.ofSeconds(30),
        () -> Truth.of(service.emulator()).sent() >= least,
        group::story);
  }

  private static void hasOneJob(BenchmarkGroup group) {
    assertThat(jobsThatRan(group)).as("jobs of %s", group.story()).isEqualTo(1);
    assertThat(group.agents()).hasSize(group.info().getInt("num_agents"));
  }

  /** A folder alone is no job: its process may never have been started. */
  private static long jobsThatRan(BenchmarkGroup group) {
    return service.jobs(group.id()).stream()
        .filter(folder -> Files.exists(folder.resolve("pid")))
        .count();
  }
}
