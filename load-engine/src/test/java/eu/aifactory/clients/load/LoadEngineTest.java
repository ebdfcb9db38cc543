package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LoadEngineTest {
  private final LoadEngine engine = new LoadEngine(2);

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  @Test
  void sendsExactlyTheRequestsAskedFor() throws Exception {
    try (ScriptedServer server = answering(ScriptedServer.stream(5))) {
      Figures figures = run(plan(server, requests(50), 4));

      assertThat(server.requests()).hasSize(50);
      assertThat(figures.counted(Counter.INTENDED)).isEqualTo(50);
      assertThat(figures.counted(Counter.SENT)).isEqualTo(50);
      assertThat(figures.counted(Counter.SUCCEEDED)).isEqualTo(50);
      assertThat(figures.counted(Counter.FAILED)).isZero();
      assertThat(figures.counted(Counter.COMPLETION_TOKENS)).isEqualTo(250);
      assertThat(figures.counted(Counter.PROMPT_TOKENS)).isEqualTo(350);
      assertThat(figures.counted(Counter.TOKEN_CHUNKS)).isEqualTo(250);
      assertThat(figures.counted(Counter.CONNECTIONS_OPENED)).isEqualTo(4);
      assertThat(figures.histogram(Figure.TTFT).getTotalCount()).isEqualTo(50);
      assertThat(figures.histogram(Figure.ITL).getTotalCount()).isEqualTo(200);
      assertThat(figures.inFlightPeak()).isBetween(1L, 4L);
      assertThat(server.connections()).isEqualTo(4);
    }
  }

  @Test
  void sendsNothingBeforeTheStart() throws Exception {
    try (ScriptedServer server = answering(ScriptedServer.stream(1));
        LoadRun run = engine.prepare(plan(server, requests(8), 8))) {
      Instant start = Instant.now().plusMillis(300);
      run.startAt(start, Duration.ZERO);
      assertThat(server.requests()).isEmpty();

      outcome(run);

      long firstSend = run.takeFigures().whole().toParts().firstSendMicros();
      assertThat(firstSend).isGreaterThanOrEqualTo(start.toEpochMilli() * 1000);
    }
  }

  @Test
  void tellsTimesOnTheServicesClock() throws Exception {
    try (ScriptedServer server = answering(ScriptedServer.stream(1));
        LoadRun run = engine.prepare(plan(server, requests(1), 1))) {
      Instant before = Instant.now();
      run.startAt(before, Duration.ofHours(1));
      outcome(run);

      long firstSend = run.takeFigures().whole().toParts().firstSendMicros();
      long anHourAgo = before.minus(Duration.ofHours(1)).toEpochMilli() * 1000;
      assertThat(firstSend).isBetween(anHourAgo - 1000, anHourAgo + 60_000_000);
    }
  }

  @Test
  void endsAtTheDeadlineAndLetsAnswersEnd() throws Exception {
    Workload workload = Workload.standard().withLoad(Workload.Load.closed(0.4, null));
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              Thread.sleep(150);
              ScriptedServer.write(out, ScriptedServer.stream(2));
            })) {
      Figures figures = run(plan(server, workload, 3));

      assertThat(figures.counted(Counter.SUCCEEDED)).isEqualTo(figures.counted(Counter.SENT));
      assertThat(figures.counted(Counter.INTENDED)).isEqualTo(figures.counted(Counter.SENT));
      assertThat(figures.counted(Counter.FAILED)).isZero();
      assertThat(figures.counted(Counter.SUCCEEDED)).isBetween(3L, 9L);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16})
  void sendsTheSameWhateverTheNumberOfAgents(int agents) throws Exception {
    Map<String, String> alone = sentBy(1);

    assertThat(sentBy(agents)).hasSize(40).isEqualTo(alone);
  }

  /** Bodies by request id, each agent one after the other. */
  private Map<String, String> sentBy(int agents) throws Exception {
    Workload workload =
        new Workload(
            null,
            null,
            null,
            null,
            null,
            Workload.Load.closed(null, 40L),
            null,
            new Workload.Output(16, null, null, 0.7),
            null,
            null,
            7L,
            null);
    try (ScriptedServer server = answering(ScriptedServer.stream(1))) {
      for (int rank = 0; rank < agents; rank++) {
        run(new LoadPlan(workload, service(server.url()), rank, agents, 3, "r-"));
      }
      Map<String, String> sent = new TreeMap<>();
      server
          .requests()
          .forEach(request -> sent.put(request.header("X-Request-Id"), request.body()));
      assertThat(server.requests()).hasSize(40);
      return sent;
    }
  }

  @Test
  void stopsAtOnceWhatIsInFlight() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  ScriptedServer.write(
                      out,
                      ScriptedServer.STREAM_HEAD
                          + ScriptedServer.chunk(ScriptedServer.ROLE)
                          + ScriptedServer.chunk(ScriptedServer.token(1, false)));
                  Thread.sleep(30_000);
                });
        LoadRun run = engine.prepare(plan(server, Workload.standard(), 3))) {
      run.startAt(Instant.now(), Duration.ZERO);
      await(() -> run.progress().inFlight() == 3 && server.requests().size() == 3);

      run.stop("enough", Duration.ZERO);

      assertThat(outcome(run)).isEqualTo(new LoadRun.Outcome(false, "enough"));
      assertThat(run.takeFigures().whole().errors()).isEqualTo(Map.of("cancelled_by_run_end", 3L));
    }
  }

  @Test
  void letsAnswersEndWithinTheGrace() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  Thread.sleep(300);
                  ScriptedServer.write(out, ScriptedServer.stream(2));
                });
        LoadRun run = engine.prepare(plan(server, Workload.standard(), 2))) {
      run.startAt(Instant.now(), Duration.ZERO);
      await(() -> run.progress().inFlight() == 2);

      run.stop("enough", Duration.ofSeconds(20));

      assertThat(outcome(run).completed()).isFalse();
      assertThat(run.progress().succeeded()).isEqualTo(2);
    }
  }

  @Test
  void endsWhenStoppedBeforeItBegan() throws Exception {
    try (ScriptedServer server = answering(ScriptedServer.stream(1));
        LoadRun run = engine.prepare(plan(server, Workload.standard(), 2))) {
      run.stop("not wanted", Duration.ofSeconds(1));

      assertThat(outcome(run).reason()).isEqualTo("not wanted");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void limitsSilenceAndTheWhole() throws Exception {
    Workload.Limits idle = new Workload.Limits(5.0, 0.2, 30.0);
    Workload.Limits total = new Workload.Limits(5.0, 30.0, 0.2);
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              ScriptedServer.write(out, ScriptedServer.STREAM_HEAD);
              Thread.sleep(10_000);
            })) {
      assertThat(run(plan(server, limited(idle), 2)).errors())
          .isEqualTo(Map.of("idle_timeout", 2L));
      assertThat(run(plan(server, limited(total), 2)).errors())
          .isEqualTo(Map.of("total_timeout", 2L));
    }
  }

  private static Workload limited(Workload.Limits limits) {
    return new Workload(
        null,
        null,
        null,
        null,
        null,
        Workload.Load.closed(null, 2L),
        null,
        null,
        null,
        limits,
        null,
        null);
  }

  @Test
  void takesAnAnswerForWholeThatLacksOnlyTheEndOfItsBody() throws Exception {
    String stream = ScriptedServer.stream(3);
    String unended = stream.substring(0, stream.length() - "0\r\n\r\n".length());
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              ScriptedServer.write(out, unended);
              throw new IOException("hang up");
            })) {
      Figures figures = run(plan(server, requests(2), 1));

      assertThat(figures.counted(Counter.SUCCEEDED)).isEqualTo(2);
      assertThat(figures.counted(Counter.CONNECTIONS_OPENED)).isEqualTo(2);
    }
  }

  @Test
  void neverSendsARequestTwice() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              if (request.onConnection() > 0) {
                throw new IOException("hang up");
              }
              ScriptedServer.write(out, ScriptedServer.stream(1));
            })) {
      Figures figures = run(plan(server, requests(4), 1));

      assertThat(server.requests().stream().map(request -> request.header("X-Request-Id")))
          .containsExactly("test-0", "test-1", "test-2", "test-3");
      assertThat(figures.errors()).isEqualTo(Map.of("stale_keepalive", 2L));
      assertThat(figures.counted(Counter.SUCCEEDED)).isEqualTo(2);
    }
  }

  @Test
  void doesNotStormAServerThatIsGone() throws Exception {
    Workload workload = Workload.standard().withLoad(Workload.Load.closed(1.5, null));
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  throw new IOException("hang up");
                });
        LoadRun run = engine.prepare(plan(server, workload, 2))) {
      server.refuse();
      run.startAt(Instant.now(), Duration.ZERO);
      outcome(run);

      Figures figures = run.takeFigures().whole();
      // Each of the two connections that there were ends once, by FIN or by RST; one that the
      // server
      // had not yet taken may be known to be gone before anything is sent on it.
      long hungUp =
          figures.errors().values().stream().mapToLong(Long::longValue).sum()
              - figures.errors().getOrDefault("connect", 0L);
      assertThat(hungUp).as(figures.errors().toString()).isBetween(0L, 2L);
      assertThat(figures.errors()).containsKey("connect");
      // 10 + 20 + ... + 640 ms: seven or eight tries in this time, for each of the two.
      assertThat(figures.counted(Counter.FAILED)).isBetween(4L, 20L);
      assertThat(figures.counted(Counter.SUCCEEDED)).isZero();
    }
  }

  @Test
  void opensAnotherConnectionWhenTheServerCloses() throws Exception {
    String closing = ScriptedServer.stream(1).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    try (ScriptedServer server = answering(closing)) {
      Figures figures = run(plan(server, requests(5), 1));

      assertThat(figures.counted(Counter.SUCCEEDED)).isEqualTo(5);
      assertThat(server.connections()).isGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void dropsIdleConnectionsBeforeTheServerDoes() throws Exception {
    try (LoadEngine impatient = new LoadEngine(1, Duration.ofMillis(100));
        ScriptedServer server = answering(ScriptedServer.stream(1));
        LoadRun run = impatient.prepare(plan(server, requests(10), 2))) {
      await(() -> server.connections() >= 6);

      run.startAt(Instant.now(), Duration.ZERO);
      outcome(run);

      assertThat(run.takeFigures().whole().counted(Counter.SUCCEEDED)).isEqualTo(10);
    }
  }

  @Test
  void handsFiguresOverOnce() throws Exception {
    try (ScriptedServer server = answering(ScriptedServer.stream(2));
        LoadRun run = engine.prepare(plan(server, requests(2000), 4))) {
      run.startAt(Instant.now(), Duration.ZERO);
      Figures sum = new Figures();
      while (!run.outcome().toCompletableFuture().isDone()) {
        sum.addInterval(run.takeFigures().whole());
      }
      sum.addInterval(run.takeFigures().whole());

      assertThat(sum.counted(Counter.SUCCEEDED)).isEqualTo(2000);
      assertThat(sum.histogram(Figure.E2E).getTotalCount()).isEqualTo(2000);
      assertThat(run.takeFigures().whole().counted(Counter.SENT)).isZero();
      assertThat(run.progress().succeeded()).isEqualTo(2000);
    }
  }

  @Test
  void tellsHowItFared() throws Exception {
    try (ScriptedServer server = answering(ScriptedServer.stream(2));
        LoadRun run = engine.prepare(plan(server, requests(200), 2))) {
      run.startAt(Instant.now(), Duration.ZERO);
      outcome(run);

      AgentHealth health = run.takeHealth();
      assertThat(health.loopDelayMaxMs()).isGreaterThanOrEqualTo(0);
      assertThat(health.gcPauseMs()).isGreaterThanOrEqualTo(0);
      assertThat(health.cpuShare()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    ScriptedServer server = answering("");
    server.close();

    assertThatThrownBy(() -> engine.prepare(plan(server, Workload.standard(), 2)))
        .isInstanceOf(PreparationException.class)
        .hasMessageStartingWith("cannot connect to " + server.url() + ": ")
        .hasMessageContaining("refused");
  }

  @Test
  void saysThatTheHostIsNotKnown() {
    AiService service = service("http://no-such-host.invalid:8000");
    LoadPlan plan = new LoadPlan(Workload.standard(), service, 0, 1, 1, "t-");

    assertThatThrownBy(() -> engine.prepare(plan))
        .isInstanceOf(PreparationException.class)
        .hasMessage("the host \"no-such-host.invalid\" is not known");
  }

  @Test
  void saysThatTlsFailed() throws Exception {
    try (ScriptedServer server = answering("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      AiService service = service(server.url().replace("http:", "https:"));
      Workload hurried = limited(new Workload.Limits(0.3, null, null));

      assertThatThrownBy(() -> engine.prepare(new LoadPlan(hurried, service, 0, 1, 1, "t-")))
          .isInstanceOf(PreparationException.class)
          .hasMessageContaining("cannot connect to https://");
    }
  }

  static ScriptedServer answering(String text) throws IOException {
    return new ScriptedServer((request, out) -> ScriptedServer.write(out, text));
  }

  static Workload requests(long requests) {
    return Workload.standard().withLoad(Workload.Load.closed(null, requests));
  }

  static LoadPlan plan(ScriptedServer server, Workload workload, int clients) {
    return new LoadPlan(workload, service(server.url()), 0, 1, clients, "test-");
  }

  static AiService service(String url) {
    return new AiService("vllm", url, null, "m", "0.32.0", 2048L, false);
  }

  private Figures run(LoadPlan plan) throws Exception {
    try (LoadRun run = engine.prepare(plan)) {
      run.startAt(Instant.now(), Duration.ZERO);
      outcome(run);
      return run.takeFigures().whole();
    }
  }

  private static LoadRun.Outcome outcome(LoadRun run) throws Exception {
    return run.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.sleep(5);
    }
  }
}
