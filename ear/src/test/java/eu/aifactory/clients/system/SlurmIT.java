package eu.aifactory.clients.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job on a real Slurm, and what becomes of jobs that cannot go as they should. */
@ExtendWith(OnSlurm.class)
class SlurmIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SlurmSystem slurm;
  private final ServiceUnderTest service;

  SlurmIT(SlurmSystem slurm) {
    this.slurm = slurm;
    this.service = slurm.service();
  }

  @Test
  void measuresWithAgentsOnTwoNodes() {
    BenchmarkGroup group =
        BenchmarkGroup.create(
            service,
            """
            {"num_clients":16,"time_limit":5,"agents":2,"job":{"nodes":2},
             "workload":{"load":{"duration_seconds":3},"output":{"max_tokens":16}}}
            """);
    try (group) {
      JsonObject result = group.awaitReady().runToResult();

      Truth truth = Truth.of(service.emulator());
      assertThat(truth.sent()).as("requests in 3 s of 16 clients").isGreaterThan(50);
      JsonObject requests = result.getJsonObject("requests");
      assertThat(requests.getInt("sent")).isEqualTo((int) truth.sent());
      assertThat(requests.getInt("succeeded")).isEqualTo((int) truth.completed());
      assertThat(requests.getInt("failed")).as(result.toString()).isZero();
      assertThat(result.getJsonObject("tokens").getInt("completion"))
          .isEqualTo((int) truth.completionTokens());
      assertThat(result.getJsonObject("concurrency").getInt("peak")).isEqualTo(16);
      assertThat(result.getString("verdict")).as(result.toString()).isNotEqualTo("INVALID");
      assertThat(result.getJsonArray("agents").getValuesAs(JsonObject.class))
          .hasSize(2)
          .allMatch(agent -> agent.getString("state").equals("COMPLETED"));
      assertThat(group.agents())
          .extracting(agent -> agent.getInt("num_clients"))
          .containsExactly(8, 8);

      assertThat(slurm.jobs(group)).as(group.story()).hasSize(1);
      SlurmJob job = slurm.jobs(group).getFirst();
      assertThat(job.nodes()).isEqualTo("node[1-2]");
      assertThat(job.user()).isEqualTo("hpcuser");
      JsonObject shown = group.info().getJsonObject("job");
      assertThat(shown.getString("dispatcher")).isEqualTo("slurm");
      assertThat(shown.getString("id")).isEqualTo(Long.toString(job.id()));
      assertThat(shown.getString("name")).isEqualTo(job.name());
    }
    awaitEnd(group);
    service.api().get(group.path("")).expect(404);
  }

  @Test
  void servesWhatTheJobWrites() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 1, 1, requests(5))) {
      group.awaitReady().runToResult();
      String path = group.path("/logs/stderr");
      Await.so(
          "some output",
          LIMIT,
          () -> service.api().get(path).status() == 200,
          () -> service.api().get(path).toString());
      service.api().get(group.path("/logs/stdout")).expect(200);
      Answer whole = service.api().get(path).expect(200);
      assertThat(whole.header("Content-Type")).startsWith("text/plain");
      assertThat(whole.body()).as("what an agent says of itself").contains("registered with");

      Answer part = range(path, "bytes=2-11").expect(206);
      assertThat(part.body()).isEqualTo(whole.body().substring(2, 12));
      assertThat(part.header("Content-Range")).startsWith("bytes 2-11/");
      assertThat(range(path, "bytes=-5").expect(206).body()).hasSize(5);
      range(path, "bytes=99999999-").expect(416);
      service.api().get(group.path("/logs/..%2f..%2fetc%2fpasswd")).expect(404);
      service.api().get(group.path("/logs/agent")).expectProblem(404, "agent");
    }
  }

  @Test
  void letsInNobodyWhoIsOnNoNodeOfTheJob() throws IOException {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 1, 1, requests(5))) {
      group.awaitReady();
      SlurmJob job = slurm.liveJobs(group).getFirst();
      String token = tokenOf(slurm.cluster().jobProcesses());

      for (String elsewhere : List.of("http://10.99.98.97:9000", "http://[fd00::97]:4848")) {
        connect(group, "Agent " + token, elsewhere)
            .expectProblem(422, elsewhere)
            .expectProblem(422, "job %d with 1 node (%s)".formatted(job.id(), job.nodes()));
        service
            .api()
            .post(group.path("/connect"), "{\"client_address\":\"%s\"}".formatted(elsewhere))
            .expectProblem(422, elsewhere);
      }

      assertThat(group.agents()).as("the job's own alone").hasSize(1);
      assertThat(Files.readAllLines(service.logs().resolve("audit.log")))
          .filteredOn(line -> line.contains(group.path("/connect")))
          .hasSize(4)
          .allMatch(line -> line.contains("\"status\":422"));
      group.runToResult();
    }
  }

  private Answer connect(BenchmarkGroup group, String authorization, String address) {
    return service
        .apiWithoutToken()
        .send(
            "POST",
            group.path("/connect"),
            BodyPublishers.ofString("{\"client_address\":\"%s\"}".formatted(address)),
            "Content-Type",
            "application/json",
            "Authorization",
            authorization);
  }

  private static String tokenOf(List<ProcessHandle> ofJob) throws IOException {
    for (ProcessHandle process : ofJob) {
      Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
      for (String variable : Files.readString(environment, ISO_8859_1).split("\0")) {
        if (variable.startsWith("AIF_NONCE=")) {
          return variable.substring("AIF_NONCE=".length());
        }
      }
    }
    throw new AssertionError("no process with a token");
  }

  @Test
  void F33_cancelsTheJobOfAGroupThatIsDeletedInItsRun() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 4, 2, seconds(120))) {
      group.awaitReady().startRun();
      awaitRequests(20, group);
      assertThat(slurm.liveJobs(group)).hasSize(1);
      group.delete();
      awaitEnd(group);
      assertThat(slurm.jobs(group)).extracting(SlurmJob::state).containsExactly("CANCELLED");
      assertThat(slurm.cluster().jobProcesses()).as("agents after the job's end").isEmpty();
    }
  }

  @Test
  void showsWhatAJobWaitsForAndCancelsItInTheQueue() {
    long blocker =
        slurm.cluster().submit("blocker", "--nodes=" + SlurmCluster.NODES, "--exclusive");
    try {
      awaitState(blocker, "RUNNING");
      try (BenchmarkGroup waiting = BenchmarkGroup.create(service, 2, 1, requests(1))) {
        Await.so(
            "the reason",
            LIMIT,
            () -> jobOf(waiting).contains("Resources"),
            () -> jobOf(waiting) + waiting.story());
        assertThat(waiting.state()).isEqualTo("QUEUED");
        assertThat(slurm.liveJobs(waiting)).extracting(SlurmJob::state).containsExactly("PENDING");
        waiting.delete();
        awaitEnd(waiting);
        assertThat(slurm.jobs(waiting)).extracting(SlurmJob::state).containsExactly("CANCELLED");
      }
    } finally {
      slurm.cluster().scancel(blocker);
    }
  }

  @Test
  void F08_failsWithSlurmsWordsWhereThePartitionDoesNotExist() {
    try (BenchmarkGroup group =
        BenchmarkGroup.create(
            service, "{\"num_clients\":1,\"job\":{\"partition\":\"no-such-partition\"}}")) {
      group.awaitState("FAILED", LIMIT);
      assertThat(group.info().getString("reason")).containsIgnoringCase("partition");
      assertThat(slurm.jobs(group)).isEmpty();
    }
  }

  @Test
  void failsWithTheLastWordsOfAnAgentThatCannotStart() throws IOException {
    BenchmarkGroup.create(service, 1, 1, requests(1)).awaitReady().close();
    Path start = stagedStartScript();
    byte[] sound = Files.readAllBytes(start);
    try {
      // Of the same size: else it would be staged again.
      String broken = "#!/bin/bash\necho 'broken on purpose' >&2\nexit 7\n";
      Files.writeString(start, broken + "#".repeat(sound.length - broken.length()));
      try (BenchmarkGroup group = BenchmarkGroup.create(service, 1, 1, requests(1))) {
        group.awaitState("FAILED", LIMIT);
        assertThat(group.info().getString("reason")).contains("broken on purpose");
        assertThat(slurm.jobs(group)).extracting(SlurmJob::state).containsExactly("FAILED");
        assertThat(service.api().get(group.path("/logs/stderr")).expect(200).body())
            .contains("broken on purpose");
      }
    } finally {
      Files.write(start, sound);
    }
  }

  private Path stagedStartScript() throws IOException {
    try (Stream<Path> staged = Files.walk(slurm.stage())) {
      return staged.filter(file -> file.endsWith("start_client.sh")).findFirst().orElseThrow();
    }
  }

  @Test
  void F32_saysWhoEndedAJobByHand() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 2, 1, seconds(120))) {
      String run = group.awaitReady().startRun();
      awaitRequests(20, group);
      slurm.cluster().scancel(slurm.liveJobs(group).getFirst().id());
      group.awaitState("CANCELLED", LIMIT);
      assertThat(group.info().getString("reason")).containsIgnoringCase("cancel");
      keepsWhatWasMeasured(group, run);
      assertThat(slurm.jobs(group)).hasSize(1);
    }
  }

  @Test
  void F32_failsWhenTheNodeGoesDown() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 1, 1, seconds(120))) {
      group.awaitReady().startRun();
      awaitRequests(5, group);
      String node = slurm.liveJobs(group).getFirst().nodes();
      slurm.cluster().nodeDown(node);
      try {
        group.awaitState("FAILED", LIMIT);
        assertThat(group.info().getString("reason")).containsIgnoringCase("node");
        assertThat(slurm.jobs(group)).extracting(SlurmJob::state).containsExactly("NODE_FAIL");
      } finally {
        slurm.cluster().nodeUp(node);
      }
    }
  }

  @Test
  void F24_failsWhenTheJobIsRequeuedAndLetsItRunNoSecondTime() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 1, 1, seconds(120))) {
      group.awaitReady();
      SlurmJob job = slurm.liveJobs(group).getFirst();
      slurm.cluster().scontrol("update", "JobId=" + job.id(), "Requeue=1");
      slurm.cluster().scontrol("requeue", Long.toString(job.id()));
      group.awaitState("FAILED", LIMIT);
      assertThat(group.info().getString("reason")).containsAnyOf("requeue", "back into the queue");
      awaitEnd(group);
      assertThat(slurm.jobs(group)).hasSize(1);
    }
  }

  @Test
  void F32_failsWithACauseWhereTheMemoryIsTooLittle() {
    try (BenchmarkGroup group =
        BenchmarkGroup.create(
            service,
            "{\"num_clients\":8,\"job\":{\"memory\":\"40M\"},\"workload\":%s}"
                .formatted(seconds(30)))) {
      group.awaitState("FAILED", LIMIT);
      if (slurm.cluster().limitsMemoryByCgroup()) {
        assertThat(group.info().getString("reason")).containsIgnoringCase("memory");
      }
      assertThat(group.info().getString("reason")).isNotBlank();
      assertThat(slurm.jobs(group)).hasSize(1);
    }
  }

  @Test
  void F31_timesOutAndKeepsWhatWasMeasured() {
    try (BenchmarkGroup group =
        BenchmarkGroup.create(
            service,
            "{\"num_clients\":2,\"time_limit\":1,\"workload\":%s}".formatted(seconds(600)))) {
      String run = group.awaitReady().startRun();
      awaitRequests(20, group);
      // Slurm looks at limits every 30 s.
      group.awaitState("TIMED_OUT", Duration.ofSeconds(150));
      assertThat(group.info().getString("reason")).containsIgnoringCase("time limit");
      keepsWhatWasMeasured(group, run);
      assertThat(slurm.jobs(group)).hasSize(1);
    }
  }

  /** The agents had the time to deliver: nothing that was answered is missing. */
  private void keepsWhatWasMeasured(BenchmarkGroup group, String run) {
    JsonObject result = group.result(run);
    Truth truth = Truth.of(service.emulator());
    assertThat(result.getJsonObject("requests").getInt("succeeded"))
        .as(result.toString())
        .isPositive()
        .isEqualTo((int) truth.completed());
    assertThat(result.getString("verdict")).isIn("DEGRADED", "CLIENT_LIMITED", "INVALID");
  }

  private Answer range(String path, String range) {
    return service.api().send("GET", path, BodyPublishers.noBody(), "Range", range);
  }

  private void awaitRequests(int least, BenchmarkGroup group) {
    Await.so(
        least + " requests",
        LIMIT,
        () -> Truth.of(service.emulator()).sent() >= least,
        group::story);
  }

  private void awaitEnd(BenchmarkGroup group) {
    Await.so(
        "the end of the job",
        LIMIT,
        () -> slurm.liveJobs(group).isEmpty(),
        () -> slurm.jobs(group).toString());
  }

  private void awaitState(long job, String state) {
    Await.so(
        "job %d %s".formatted(job, state),
        LIMIT,
        () ->
            slurm.cluster().jobs("").stream()
                .anyMatch(found -> found.id() == job && found.state().equals(state)),
        () -> slurm.cluster().jobs("").toString());
  }

  private static String jobOf(BenchmarkGroup group) {
    return String.valueOf(group.info().get("job"));
  }

  private static String requests(int count) {
    return "{\"load\":{\"requests\":%d},\"output\":{\"max_tokens\":4}}".formatted(count);
  }

  private static String seconds(int seconds) {
    return "{\"load\":{\"duration_seconds\":%d},\"output\":{\"max_tokens\":8}}".formatted(seconds);
  }
}
