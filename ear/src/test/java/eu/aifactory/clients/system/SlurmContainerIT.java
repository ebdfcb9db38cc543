package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;

/** The main job on a real Slurm, with agents in containers of a real Apptainer. */
@ExtendWith(OnSlurm.class)
class SlurmContainerIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static SlurmContainers containers;

  private final SlurmCluster cluster;
  private final ServiceUnderTest service;

  SlurmContainerIT(SlurmSystem slurm) {
    this.cluster = slurm.cluster();
    this.service = containers.service();
  }

  @BeforeAll
  static void start(SlurmSystem slurm) {
    try {
      containers = SlurmContainers.on(slurm.cluster());
    } catch (TestAbortedException e) {
      System.err.println("skipped: " + e.getMessage());
      throw e;
    }
  }

  @AfterAll
  static void stop() {
    if (containers != null) {
      containers.close();
      Tokens.expectNone(containers.service().logs());
    }
  }

  @BeforeEach
  void countFromZero() {
    Truth.beginAnew(service.emulator());
  }

  @Test
  void measuresWithAgentsInContainersOnTwoNodes() {
    BenchmarkGroup group =
        BenchmarkGroup.create(
            service,
            """
            {"num_clients":16,"time_limit":5,"agents":2,"job":{"nodes":2},
             "workload":{"load":{"duration_seconds":3},"output":{"max_tokens":16}}}
            """);
    SlurmJob job;
    List<Path> extracted;
    try (group) {
      group.awaitReady();
      extracted = expectContainers(group, 2);
      JsonObject result = group.runToResult();

      Truth truth = Truth.of(service.emulator());
      assertThat(truth.sent()).as("requests in 3 s of 16 clients").isGreaterThan(50);
      JsonObject requests = result.getJsonObject("requests");
      assertThat(requests.getInt("sent")).isEqualTo((int) truth.sent());
      assertThat(requests.getInt("succeeded")).isEqualTo((int) truth.completed());
      assertThat(requests.getInt("failed")).as(result.toString()).isZero();
      JsonObject tokens = result.getJsonObject("tokens");
      assertThat(tokens.getInt("completion")).isEqualTo((int) truth.completionTokens());
      assertThat(tokens.getInt("prompt")).isEqualTo((int) truth.promptTokens());
      assertThat(result.getJsonObject("concurrency").getInt("peak")).isEqualTo(16);
      assertThat(result.getString("verdict")).as(result.toString()).isNotEqualTo("INVALID");
      if (!result.getString("verdict").equals("VALID")) {
        assertThat(result.getJsonArray("verdict_reasons")).as(result.toString()).isNotEmpty();
      }
      assertThat(result.getJsonArray("agents").getValuesAs(JsonObject.class))
          .hasSize(2)
          .allMatch(agent -> agent.getString("state").equals("COMPLETED"));
      job = containers.job(group);
      assertThat(job.nodes()).isEqualTo("node[1-2]");
      assertThat(job.user()).isEqualTo("hpcuser");
    }
    expectNothingLeft(group, extracted);
    service.api().get(group.path("")).expect(404);
  }

  @Test
  void deliversWhatWasMeasuredWhenTheJobIsCancelledByHand() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 4, 2, seconds(120))) {
      String run = group.awaitReady().startRun();
      awaitRequests(20, group);
      List<Path> extracted = expectContainers(group, 2);

      cluster.scancel(containers.job(group).id());
      group.awaitState("CANCELLED", LIMIT);

      assertThat(group.info().getString("reason")).containsIgnoringCase("cancel");
      JsonObject result = group.result(run);
      assertThat(result.getJsonObject("requests").getInt("succeeded"))
          .as(result.toString())
          .isPositive()
          .isEqualTo((int) Truth.of(service.emulator()).completed());
      assertThat(result.getString("verdict")).isIn("DEGRADED", "CLIENT_LIMITED", "INVALID");
      expectNothingLeft(group, extracted);
      assertThat(containers.job(group).state()).isEqualTo("CANCELLED");
    }
  }

  @Test
  void leavesNothingOfAGroupThatIsDeletedInItsRun() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 4, 2, seconds(120))) {
      group.awaitReady().startRun();
      awaitRequests(20, group);
      List<Path> extracted = expectContainers(group, 2);

      group.delete();

      expectNothingLeft(group, extracted);
      assertThat(containers.job(group).state()).isEqualTo("CANCELLED");
    }
  }

  @Test
  void failsWithASentenceWhereTheNodesDoNotSeeTheImage() throws IOException {
    Path away = containers.image().resolveSibling("away.sif");
    Files.move(containers.image(), away);
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 1, 1, seconds(1))) {
      group.awaitState("FAILED", LIMIT);
      assertThat(group.info().getString("reason"))
          .contains(containers.image().toString(), "cannot be read");
      expectNothingLeft(group, List.of());
    } finally {
      Files.move(away, containers.image());
    }
  }

  /** What is seen now, to be gone later: an agent from the image for each, extracted for it. */
  private List<Path> expectContainers(BenchmarkGroup group, int agents) {
    assertThat(containers.agentsInContainers(group)).as(group.story()).hasSize(agents);
    List<Path> extracted = containers.extractedImages();
    assertThat(extracted).as("extracted images").hasSize(agents);
    return extracted;
  }

  private void expectNothingLeft(BenchmarkGroup group, List<Path> extracted) {
    Await.so(
        "the end of the job",
        LIMIT,
        () -> containers.jobs(group).stream().noneMatch(SlurmJob::isLive),
        () -> containers.jobs(group).toString());
    Await.so(
        "the end of the processes",
        LIMIT,
        () -> containers.processes(group).isEmpty() && cluster.jobProcesses().isEmpty(),
        () -> containers.processes(group).stream().map(ProcessHandle::info).toList().toString());
    assertThat(extracted).allSatisfy(folder -> assertThat(folder).doesNotExist());
    assertThat(containers.folder(containers.job(group))).doesNotExist();
  }

  private void awaitRequests(int least, BenchmarkGroup group) {
    Await.so(
        least + " requests",
        LIMIT,
        () -> Truth.of(service.emulator()).sent() >= least,
        group::story);
  }

  private static String seconds(int seconds) {
    return "{\"load\":{\"duration_seconds\":%d},\"output\":{\"max_tokens\":8}}".formatted(seconds);
  }
}
