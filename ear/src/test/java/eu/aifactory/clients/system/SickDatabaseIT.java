package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The service on a real PostgreSQL that is slow, locked or lost in a commit. Nothing runs beside
 * it: it holds answers against seconds.
 */
@Isolated
class SickDatabaseIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ONE = "{\"num_clients\":1,\"time_limit\":5}";

  /** More than there are connections, less than threads: each has one from the start. */
  private static final int CALLERS = 50;

  private static final int MOST_HTTP_THREADS = 64;

  /** What a call waits for a connection and a lock, and a slow machine's share. */
  private static final Duration QUICK = Duration.ofSeconds(4);

  private static Postgres postgres;
  private static DatabaseGate gate;
  private static ServiceUnderTest service;

  /** How a call was answered, and how long that took. */
  private record Timed(Answer answer, Duration took) {}

  @BeforeAll
  static void start() {
    postgres = Postgres.start();
    gate = new DatabaseGate(postgres.port());
    service = ServiceUnderTest.start("sick-database", postgres.variables(gate.port()));
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
    if (gate != null) {
      gate.close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }

  @Test
  void F17_turnsCallsAwayQuicklyWhileATableIsLockedAndTheRunIsWhole() throws SQLException {
    Truth.beginAnew(service.emulator());
    try (BenchmarkGroup group =
        BenchmarkGroup.create(
            service, 4, 2, "{\"load\":{\"duration_seconds\":15},\"output\":{\"max_tokens\":8}}")) {
      String run = group.awaitReady().startRun();
      Await.so(
          "requests",
          LIMIT,
          () -> Truth.of(service.emulator()).sent() >= 20,
          () -> Truth.of(service.emulator()).toString());
      List<Timed> calls = new ArrayList<>();
      try (Connection connection = postgres.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("LOCK TABLE client_group IN ACCESS EXCLUSIVE MODE");
        for (int wave = 0; wave < 2; wave++) {
          calls.addAll(callAtOnce(group.path("")));
          assertThat(httpThreads()).as("threads").isLessThanOrEqualTo(MOST_HTTP_THREADS);
          Timed ready = timed(service.root(), "/health/ready");
          ready.answer().expect(503);
          assertThat(ready.answer().body()).contains("the database cannot be used now");
          assertThat(ready.took()).isLessThan(QUICK);
          timed(service.root(), "/health/live").answer().expect(200);
        }
        connection.rollback();
      }

      assertThat(calls)
          .hasSize(2 * CALLERS)
          .allSatisfy(
              call -> {
                assertThat(call.answer().expectProblem(503).header("Retry-After")).isEqualTo("2");
                assertThat(call.took()).isLessThan(QUICK);
              });
      awaitWell();
      group.awaitState("COMPLETED", LIMIT);
      JsonObject requests = group.result(run).getJsonObject("requests");
      Truth truth = Truth.of(service.emulator());
      assertThat(requests.getInt("sent")).isEqualTo((int) truth.sent());
      assertThat(requests.getInt("succeeded")).isEqualTo((int) truth.completed());
    }
  }

  @Test
  void F17_turnsCallsAwayAtOnceWhileTheDatabaseIsSlow() {
    gate.delayAnswers(Duration.ofSeconds(5));
    try {
      Await.so(
          "word of it",
          Duration.ofSeconds(10),
          () -> service.root().get("/health/ready").status() == 503,
          () -> "it is ready");
      List<Timed> calls = callAtOnce("/client-group");

      assertThat(calls)
          .allSatisfy(
              call -> {
                assertThat(
                        call.answer()
                            .expectProblem(503, "database", "nothing was done")
                            .header("Retry-After"))
                    .isEqualTo("2");
                assertThat(call.took()).isLessThan(Duration.ofSeconds(2));
              });
      assertThat(httpThreads()).isLessThanOrEqualTo(MOST_HTTP_THREADS);
      Timed ready = timed(service.root(), "/health/ready");
      assertThat(ready.answer().expect(503).body()).contains("the database");
      assertThat(ready.took()).isLessThan(Duration.ofSeconds(2));
      timed(service.root(), "/health/live").answer().expect(200);
    } finally {
      gate.delayAnswers(Duration.ZERO);
    }
    awaitWell();
    try (BenchmarkGroup group = BenchmarkGroup.create(service, ONE)) {
      group.awaitReady();
    }
  }

  @Test
  void F16_saysCreatedOfACommitWhoseAnswerWasLost() {
    awaitWell();
    gate.cutNextCreate(DatabaseGate.Cut.AFTER_THE_COMMIT);
    long id = ServiceUnderTest.newId();
    Answer answer = service.api().post("/client-group/" + id, ONE);

    assertThat(gate.hasCut()).as("the connection was cut").isTrue();
    answer.expect(
        201, "{\"status\":\"created\",\"benchmark_id\":%d,\"num_clients\":1}".formatted(id));
    // Whoever else used a cut connection may have called the database sick: 503 until it is well.
    awaitWell();
    try (BenchmarkGroup group = BenchmarkGroup.of(service, id)) {
      service.api().post("/client-group/" + id, ONE).expectProblem(409);
      group.awaitReady();
      assertThat(jobsOf(id)).as(group.story()).hasSize(1);
    }
  }

  @Test
  void F16_saysThatItIsNotKnownOfACommitThatWasLost() {
    awaitWell();
    gate.cutNextCreate(DatabaseGate.Cut.BEFORE_THE_COMMIT);
    long id = ServiceUnderTest.newId();
    Answer answer = service.api().post("/client-group/" + id, ONE);

    assertThat(gate.hasCut()).as("the connection was cut").isTrue();
    assertThat(answer.expectProblem(503).header("Retry-After")).isEqualTo("2");
    awaitWell();
    service.api().get("/client-group/" + id).expectProblem(404);
    service.api().post("/client-group/" + id, ONE).expect(201);
    try (BenchmarkGroup group = BenchmarkGroup.of(service, id)) {
      group.awaitReady();
      assertThat(jobsOf(id)).as(group.story()).hasSize(1);
    }
  }

  private static List<Path> jobsOf(long id) {
    return service.jobs(id).stream().filter(job -> Files.exists(job.resolve("pid"))).toList();
  }

  /** What was held back comes in a rush: the service may call the database sick once more. */
  private static void awaitWell() {
    AtomicLong wellSince = new AtomicLong(System.nanoTime());
    Await.so(
        "a service that stays ready",
        LIMIT,
        () -> {
          long now = System.nanoTime();
          if (service.root().get("/health/ready").status() != 200) {
            wellSince.set(System.nanoTime());
          }
          return now - wellSince.get() > QUICK.toNanos();
        },
        () -> service.root().get("/health/ready").body());
    service.api().get("/client-group").expect(200);
  }

  private static List<Timed> callAtOnce(String path) {
    List<Timed> calls = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      for (int i = 0; i < CALLERS; i++) {
        callers.execute(() -> calls.add(timed(service.api(), path)));
      }
    }
    assertThat(calls).hasSize(CALLERS);
    return calls;
  }

  private static Timed timed(Http http, String path) {
    long began = System.nanoTime();
    Answer answer = http.get(path);
    return new Timed(answer, Duration.ofNanos(System.nanoTime() - began));
  }

  /** Threads of the server that carry calls. */
  private static long httpThreads() {
    try (Stream<Path> threads =
        Files.list(Path.of("/proc", Long.toString(service.pid()), "task"))) {
      return threads
          .map(SickDatabaseIT::nameOf)
          .filter(name -> name.startsWith("http-thr"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(Path thread) {
    try {
      return Files.readString(thread.resolve("comm"));
    } catch (IOException e) {
      // It has ended.
      return "";
    }
  }
}
