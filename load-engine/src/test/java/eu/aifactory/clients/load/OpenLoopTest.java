package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.load.arrival.LoadTimeline;
import eu.aifactory.clients.load.arrival.ScheduleWalk;
import eu.aifactory.clients.load.records.RequestLogs;
import eu.aifactory.clients.protocol.LoadBuilder;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OpenLoopTest {
  private final LoadEngine engine = new LoadEngine(2);
  private final Map<Long, Long> dueByIndex = new ConcurrentSkipListMap<>();
  private final Map<Long, Long> sentByIndex = new ConcurrentSkipListMap<>();
  private final RequestLogs log =
      () ->
          request -> {
            dueByIndex.put(request.index(), request.dueNanos());
            sentByIndex.put(request.index(), request.sentNanos());
          };

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void sendsWhatIsScheduledWhateverTheNumberOfAgents(int agents) throws Exception {
    Workload.Load load = rate(Workload.Load.POISSON, 400).requests(100L).build();
    try (ScriptedServer server = LoadEngineTest.answering(ScriptedServer.stream(2))) {
      for (int rank = 0; rank < agents; rank++) {
        Map<Long, Long> before = new TreeMap<>(dueByIndex);
        try (LoadRun run = engine.prepare(plan(server, load, rank, agents), log)) {
          run.startAt(Instant.now(), Duration.ZERO);
          outcome(run);
        }
        assertDueAsScheduled(load, before);
      }

      assertThat(server.requests()).hasSize(100);
      assertThat(dueByIndex).hasSize(100);
      dueByIndex.forEach(
          (index, due) -> assertThat(sentByIndex.get(index)).isGreaterThanOrEqualTo(due));
    }
  }

  /** To the nanosecond: the schedule does not depend on how late it was kept. */
  private void assertDueAsScheduled(Workload.Load load, Map<Long, Long> without) {
    Map<Long, Long> scheduled = new TreeMap<>();
    ScheduleWalk walk =
        new ScheduleWalk(LoadTimeline.of(load, Workload.DEFAULT_SEED, Optional.empty(), 0), 0, 1);
    while (walk.next()) {
      scheduled.put(walk.index(), walk.dueNanos());
    }
    Map<Long, Long> own = new TreeMap<>(dueByIndex);
    own.keySet().removeAll(without.keySet());
    long first = own.keySet().iterator().next();
    long start = own.get(first) - scheduled.get(first);
    own.forEach((index, due) -> assertThat(due - start).isEqualTo(scheduled.get(index)));
  }

  /** The server answers nobody before all have come: a closed loop would wait for ever. */
  @Test
  void sendsOnWhileTheServerAnswersNobody() throws Exception {
    int requests = 50;
    CountDownLatch missing = new CountDownLatch(requests);
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  missing.countDown();
                  missing.await();
                  ScriptedServer.write(out, ScriptedServer.stream(2));
                });
        LoadRun run =
            engine.prepare(
                plan(server, rate(Workload.Load.CONSTANT, 100).requests(50L).build(), 0, 1), log)) {
      run.startAt(Instant.now(), Duration.ZERO);
      outcome(run);
      Figures figures = run.takeFigures().whole();

      assertThat(figures.counted(Counter.SUCCEEDED)).isEqualTo(requests);
      // The first waits for the last, which is due 0.49 s later.
      assertThat(figures.histogram(Figure.TTFT_SCHEDULED).getMaxValue())
          .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(485));
      assertThat(figures.inFlightPeak()).isEqualTo(requests);
      assertThat(figures.due().total()).isEqualTo(requests);
      // Due over 0.49 s, whenever they were sent.
      assertThat(figures.due().endMicros() - figures.due().beginMicros())
          .isBetween(500_000L, 600_000L);
      assertThat(figures.sent().total()).isEqualTo(requests);
      assertThat(figures.sent().beginMicros()).isGreaterThanOrEqualTo(figures.due().beginMicros());
    }
  }

  @Test
  void whatWaitsKeepsItsDueTime() throws Exception {
    Workload.Load load = rate(Workload.Load.CONSTANT, 200).requests(20L).maxInFlight(1).build();
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  Thread.sleep(20);
                  ScriptedServer.write(out, ScriptedServer.stream(2));
                });
        LoadRun run = engine.prepare(plan(server, load, 0, 1), log)) {
      run.startAt(Instant.now(), Duration.ZERO);
      outcome(run);
      Figures figures = run.takeFigures().whole();

      assertThat(figures.counted(Counter.SENT)).isEqualTo(20);
      assertThat(figures.inFlightPeak()).isEqualTo(1);
      assertThat(server.connections()).as("opened beforehand").isEqualTo(4);
      // The last is due after 95 ms and sent after 19 answers of 20 ms each.
      assertThat(figures.histogram(Figure.SEND_LAG).getMaxValue())
          .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(280));
      assertThat(figures.histogram(Figure.TTFT_SCHEDULED).getMaxValue())
          .isGreaterThan(figures.histogram(Figure.TTFT).getMaxValue());
    }
  }

  @Test
  void whatStillWaitsAtTheEndIsCountedAsNotSent() throws Exception {
    Workload.Load load = rate(Workload.Load.CONSTANT, 100).duration(0.3).maxInFlight(2).build();
    CountDownLatch end = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  end.await();
                  ScriptedServer.write(out, ScriptedServer.stream(2));
                });
        LoadRun run = engine.prepare(plan(server, load, 0, 1), log)) {
      run.startAt(Instant.now(), Duration.ZERO);
      RunFigures sum = new RunFigures();
      while (sum.whole().counted(Counter.FAILED) < 28) {
        sum.addInterval(run.takeFigures());
        Thread.sleep(10);
      }
      end.countDown();
      outcome(run);
      sum.addInterval(run.takeFigures());

      Figures figures = sum.whole();
      assertThat(figures.counted(Counter.INTENDED)).isEqualTo(30);
      assertThat(figures.counted(Counter.SENT)).isEqualTo(2);
      assertThat(figures.counted(Counter.SUCCEEDED)).isEqualTo(2);
      assertThat(figures.errors()).isEqualTo(Map.of("cancelled_by_run_end", 28L));
    }
  }

  @Test
  void aHundredThousandOutstandingBreakNothing() throws Exception {
    Workload.Load load =
        Workload.Load.of(Workload.Load.BURST)
            .burst(new Workload.Burst(100_000, 60.0))
            .duration(60.0)
            .maxInFlight(2)
            .build();
    CountDownLatch end = new CountDownLatch(1);
    try (ScriptedServer server = new ScriptedServer((request, out) -> end.await());
        LoadRun run = engine.prepare(plan(server, load, 0, 1))) {
      run.startAt(Instant.now(), Duration.ZERO);
      RunFigures sum = new RunFigures();
      while (sum.whole().counted(Counter.INTENDED) < 100_000) {
        sum.addInterval(run.takeFigures());
        Thread.sleep(20);
      }
      run.stop("enough", Duration.ZERO);
      outcome(run);
      sum.addInterval(run.takeFigures());
      end.countDown();

      assertThat(sum.whole().errors()).isEqualTo(Map.of("cancelled_by_run_end", 100_000L));
      assertThat(run.progress().inFlight()).isZero();
    }
  }

  @Test
  void figuresOfTheStagesAddUpAndTheWarmUpIsLeftOut() throws Exception {
    Workload.Load load =
        Workload.Load.staged(
                List.of(
                    rate(Workload.Load.CONSTANT, 100).requests(20L).build(),
                    Workload.Load.of(Workload.Load.CLOSED).duration(0.3).clients(2).build(),
                    Workload.Load.of(Workload.Load.BURST)
                        .burst(new Workload.Burst(5, 0.1))
                        .requests(10L)
                        .build()))
            .toBuilder()
            .warmup(0.2)
            .build();
    try (ScriptedServer server = LoadEngineTest.answering(ScriptedServer.stream(3));
        LoadRun run = engine.prepare(plan(server, load, 0, 1))) {
      run.startAt(Instant.now(), Duration.ZERO);
      outcome(run);
      RunFigures figures = run.takeFigures();

      assertThat(figures.stages()).containsExactly(0, 1, 2);
      assertThat(sent(figures.ofStage(RunFigures.WARM_UP))).isEqualTo(20);
      assertThat(sent(figures.ofStage(0))).isEqualTo(20);
      assertThat(sent(figures.ofStage(1))).isPositive();
      assertThat(figures.ofStage(1).inFlightPeak()).isPositive();
      assertThat(sent(figures.ofStage(2))).isEqualTo(10);
      long stages = sent(figures.ofStage(0)) + sent(figures.ofStage(1)) + sent(figures.ofStage(2));
      assertThat(sent(figures.whole())).isEqualTo(stages);
      assertThat(figures.whole().histogram(Figure.TTFT).getTotalCount()).isEqualTo(stages);
      assertThat(server.requests()).hasSize((int) stages + 20);
      assertThat(RunFigures.of(figures.toParts()).whole().toParts())
          .isEqualTo(figures.whole().toParts());
    }
  }

  @Test
  void aClosedLoopBecomesWarmWithoutADrain() throws Exception {
    Workload.Load load = Workload.Load.of(Workload.Load.CLOSED).warmup(0.2).duration(0.2).build();
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  Thread.sleep(30);
                  ScriptedServer.write(out, ScriptedServer.stream(2));
                });
        LoadRun run = engine.prepare(plan(server, load, 0, 1))) {
      run.startAt(Instant.now(), Duration.ZERO);
      outcome(run);
      RunFigures figures = run.takeFigures();

      assertThat(sent(figures.ofStage(RunFigures.WARM_UP))).isPositive();
      assertThat(sent(figures.whole())).isPositive();
      assertThat(server.requests())
          .hasSize((int) (sent(figures.whole()) + sent(figures.ofStage(RunFigures.WARM_UP))));
      assertThat(server.connections()).isEqualTo(4);
    }
  }

  @Test
  void saysThatAStageHasTooFewClients() throws Exception {
    Workload.Load load =
        Workload.Load.staged(
            List.of(Workload.Load.of(Workload.Load.CLOSED).duration(1.0).clients(9).build()));
    try (ScriptedServer server = LoadEngineTest.answering(ScriptedServer.stream(1))) {
      assertThatThrownBy(() -> engine.prepare(plan(server, load, 0, 1)))
          .isInstanceOf(PreparationException.class)
          .hasMessage("stage 0 asks for 9 clients, and there are 4");
    }
  }

  private static long sent(Figures figures) {
    return figures.counted(Counter.SENT);
  }

  private static LoadBuilder rate(String kind, double rate) {
    return Workload.Load.of(kind).rate(rate);
  }

  private static LoadPlan plan(ScriptedServer server, Workload.Load load, int rank, int agents) {
    return new LoadPlan(
        Workload.standard().withLoad(load),
        LoadEngineTest.service(server.url()),
        rank,
        agents,
        4,
        "t-");
  }

  private static void outcome(LoadRun run) throws Exception {
    assertThat(run.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS)).isNotNull();
  }
}
