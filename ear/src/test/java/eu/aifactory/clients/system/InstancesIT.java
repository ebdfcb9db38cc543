package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two instances of the service on one PostgreSQL behind a load balancer: one group, one job, one
 * result, whichever of them, or the database, is killed, stands still or is started again.
 */
@OwnServers
class InstancesIT {
  private static final Duration TAKE_OVER_LIMIT = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static Postgres postgres;
  private static Balancer balancer;
  private static ServiceUnderTest one;
  private static ServiceUnderTest two;

  @BeforeAll
  static void start() {
    postgres = Postgres.start();
    balancer = new Balancer();
    Path jobs = Path.of(System.getProperty("aif.system-folder")).resolve("instances-jobs");
    one = ServiceUnderTest.start("instance-one", variables("one", jobs, null));
    two =
        ServiceUnderTest.start(
            "instance-two", variables("two", jobs, one.emulator().baseUri().toString()));
  }

  private static String[] variables(String name, Path jobs, String aiServer) {
    Stream<String> own =
        Stream.of(
            "AIF_INSTANCE",
            name,
            "AIF_JOBS_DIR",
            jobs.toString(),
            "AIF_KEY_DIR",
            jobs.resolveSibling("instances-keys").toString(),
            "AIF_SERVICE_URL",
            balancer.url(),
            "AIF_SUBMIT_QUARANTINE",
            "PT5S");
    Stream<String> server = aiServer == null ? Stream.of() : Stream.of("AIF_SERVER_ADDR", aiServer);
    return Stream.of(Stream.of(postgres.variables()), own, server)
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  @AfterAll
  static void nothingIsLeft() {
    List<ProcessHandle> left = one == null ? List.of() : one.agentProcesses();
    for (AutoCloseable part : new AutoCloseable[] {two, one, balancer, postgres}) {
      close(part);
    }
    assertThat(left).as("processes of agents at the end").isEmpty();
  }

  private static void close(AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void bothTakeCalls() {
    balancer.passTo(one.port(), two.port());
    Truth.beginAnew(one.emulator());
  }

  @AfterEach
  void bothRun() {
    Stream.of(one, two).filter(instance -> !instance.isRunning()).forEach(ServiceUnderTest::start);
  }

  @Test
  void F18_makesOneGroupAndOneJobOfTheSameCreateAtBoth() {
    String body = "{\"num_clients\":2,\"time_limit\":1,\"agents\":1}";
    long id = ServiceUnderTest.newId();
    BenchmarkGroup group = BenchmarkGroup.of(two, id);
    CompletableFuture<Answer> first =
        CompletableFuture.supplyAsync(() -> one.api().post(group.path(""), body));
    CompletableFuture<Answer> second =
        CompletableFuture.supplyAsync(() -> two.api().post(group.path(""), body));

    assertThat(List.of(first.join().status(), second.join().status()))
        .as("%s%n%s", first.join(), second.join())
        .containsExactlyInAnyOrder(201, 409);
    try (group) {
      group.awaitReady();
      hasOneJob(group);
      assertThat(one.api().get(group.path("")).expect(200).json().getJsonObject("info"))
          .isEqualTo(group.info());
    }
  }

  @Test
  void takesOverFromAnInstanceThatIsKilledInMidRun() {
    try (BenchmarkGroup group = createdAt(one, 20)) {
      String run = group.awaitReady().startRun();
      awaitRequests(group, 40);
      assertThat(isOwnedBy("one", group)).isTrue();
      one.kill();
      awaitOwner("two", group);

      hasAWholeResult(group.awaitState("COMPLETED", LIMIT), run);
    }
  }

  @Test
  void handsItsGroupsOverWhenItIsStopped() {
    try (BenchmarkGroup group = createdAt(one, 12)) {
      String run = group.awaitReady().startRun();
      awaitRequests(group, 40);
      one.stop();
      awaitOwner("two", group);

      hasAWholeResult(group.awaitState("COMPLETED", LIMIT), run);
    }
  }

  @Test
  void F19_fencesAnInstanceThatStoodStill() {
    try (BenchmarkGroup group = createdAt(one, 30)) {
      String run = group.awaitReady().startRun();
      awaitRequests(group, 40);
      one.signal("STOP");
      try {
        balancer.passTo(two.port());
        awaitOwner("two", group);
      } finally {
        one.signal("CONT");
      }
      balancer.passTo(one.port(), two.port());

      hasAWholeResult(group.awaitState("COMPLETED", LIMIT), run);
      assertThat(isOwnedBy("two", group)).as("it stays where it is").isTrue();
    }
  }

  @Test
  void F15_losesNothingOfARunWhenTheDatabaseIsStartedAgain() {
    try (BenchmarkGroup group = createdAt(one, 20)) {
      String run = group.awaitReady().startRun();
      awaitRequests(group, 40);
      postgres.down();
      Answer refused =
          one.api()
              .post(
                  "/client-group/" + ServiceUnderTest.newId(),
                  "{\"num_clients\":1,\"time_limit\":1}");
      postgres.up();

      refused.expectProblem(503);
      assertThat(refused.header("Retry-After")).isNotBlank();
      // Each has its own pool and its own pulse.
      for (ServiceUnderTest instance : List.of(one, two)) {
        Await.so(
            "an answer after the restart",
            LIMIT,
            () -> instance.api().get(group.path("")).status() == 200,
            () -> instance.api().get(group.path("")).toString());
      }
      hasAWholeResult(group.awaitState("COMPLETED", LIMIT), run);
    }
  }

  @Test
  void F36_worksOnADatabaseThatANewerVersionHasMigrated() {
    postgres.execute(
        "ALTER TABLE client_group ADD COLUMN colour TEXT DEFAULT 'blue' NOT NULL",
        "ALTER TABLE agent ADD COLUMN mood TEXT",
        "CREATE TABLE invention (pk BIGINT NOT NULL PRIMARY KEY)",
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " VALUES (9999, '9999', 'invention', 'SQL', 'V9999__invention.sql', 1, 'aif', 1,"
            + " true)");
    try {
      one.stop();
      one.start();
      try (BenchmarkGroup group = createdAt(one, 3)) {
        String run = group.awaitReady().startRun();
        hasAWholeResult(group.awaitState("COMPLETED", LIMIT), run);
      }
    } finally {
      postgres.execute(
          "DELETE FROM flyway_schema_history WHERE version = '9999'",
          "DROP TABLE invention",
          "ALTER TABLE agent DROP COLUMN mood",
          "ALTER TABLE client_group DROP COLUMN colour");
    }
  }

  @Test
  void F36_isUpgradedOneInstanceAfterTheOtherBehindNginxAndNoCallFailsTwice() {
    try (Nginx nginx = Nginx.inFrontOf(one.port(), two.port());
        BenchmarkGroup group = createdAt(one, 60)) {
      Http front = Http.as(nginx.url() + "/api/v1", "Bearer " + one.token("upgrade", "admin"));
      String run = group.awaitReady().startRun();
      List<String> failed;
      try (SteadyCaller caller = new SteadyCaller(front, group.path(""))) {
        for (ServiceUnderTest instance : List.of(one, two)) {
          long before = caller.answered();
          instance.stop();
          Await.so(
              "calls meanwhile",
              LIMIT,
              () -> caller.answered() > before + 5,
              () -> caller.failed().toString());
          instance.start();
        }
        failed = caller.failed();
      }

      assertThat(failed).as(nginx.log()).isEmpty();
      hasAWholeResult(group.awaitState("COMPLETED", LIMIT), run);
    }
  }

  /** A server by itself answers 404 while it loads the service, and 500 while it stops it. */
  @Test
  void saysSoToWhoeverCallsWhileItEndsAndStarts() {
    List<Answer> answers;
    try (ImpatientCallers callers = new ImpatientCallers(one.api(), "/client-group/")) {
      one.stop();
      one.start();
      callers.awaitSuccess();
      answers = callers.answers();
    }

    assertThat(answers)
        // In its first seconds the server has nothing yet that could answer.
        .filteredOn(answer -> answer.status() != 200 && answer.status() != 404)
        .allSatisfy(
            answer -> {
              answer.expectProblem(503);
              assertThat(answer.header("Retry-After")).isNotBlank();
            })
        .extracting(Answer::body)
        .anyMatch(body -> body.contains("ending"))
        .anyMatch(body -> body.contains("starting"));
  }

  private static BenchmarkGroup createdAt(ServiceUnderTest instance, int seconds) {
    BenchmarkGroup created =
        BenchmarkGroup.create(
            instance,
            4,
            2,
            "{\"load\":{\"duration_seconds\":%d},\"output\":{\"max_tokens\":8}}"
                .formatted(seconds));
    return BenchmarkGroup.of(two, created.id());
  }

  private static void awaitRequests(BenchmarkGroup group, int least) {
    Await.so(
        least + " requests",
        Duration.ofSeconds(30),
        () -> Truth.of(one.emulator()).sent() >= least,
        group::story);
  }

  private static void awaitOwner(String instance, BenchmarkGroup group) {
    Await.so(
        "instance %s taking over".formatted(instance),
        TAKE_OVER_LIMIT,
        () -> isOwnedBy(instance, group),
        group::story);
  }

  private static boolean isOwnedBy(String instance, BenchmarkGroup group) {
    return postgres.count(
            "select count(*) from group_lease l join client_group g on g.pk = l.group_pk"
                + " where g.live_benchmark_id = %d and l.owner like '%s#%%'"
                    .formatted(group.id(), instance))
        == 1;
  }

  private static void hasAWholeResult(BenchmarkGroup group, String run) {
    JsonObject result = group.result(run);
    Truth truth = Truth.of(one.emulator());
    JsonObject requests = result.getJsonObject("requests");
    assertThat(requests.getInt("sent")).as(result.toString()).isEqualTo((int) truth.sent());
    assertThat(requests.getInt("succeeded")).isEqualTo((int) truth.completed());
    assertThat(result.getJsonObject("tokens").getInt("completion"))
        .isEqualTo((int) truth.completionTokens());
    assertThat(result.getJsonArray("agents").getValuesAs(JsonObject.class))
        .hasSize(2)
        .allMatch(agent -> agent.getString("state").equals("COMPLETED"));
    hasOneJob(group);
  }

  private static void hasOneJob(BenchmarkGroup group) {
    assertThat(two.jobs(group.id()).stream().filter(folder -> Files.exists(folder.resolve("pid"))))
        .as(group.story())
        .hasSize(1);
  }
}
