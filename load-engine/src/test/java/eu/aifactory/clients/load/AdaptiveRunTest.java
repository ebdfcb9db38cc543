package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.load.records.RequestLogs;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import eu.aifactory.clients.protocol.rates.LoadSample;
import eu.aifactory.clients.protocol.result.RunStages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdaptiveRunTest {
  private final LoadEngine engine = new LoadEngine(2);

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  @Test
  void aSweepRunsOneRateAfterTheOther() throws Exception {
    Workload workload =
        sweeping(
            Workload.Load.of(Workload.Load.CONSTANT)
                .requests(20L)
                .warmup(0.1)
                .sweep(new Workload.Sweep(100.0, 400.0, 3, null))
                .build());
    try (ScriptedServer server = LoadEngineTest.answering(ScriptedServer.stream(2));
        LoadRun run = engine.prepare(plan(server, workload, 1))) {
      run.startAt(Instant.now(), Duration.ZERO);
      LoadRun.Outcome outcome = outcome(run);
      RunFigures figures = run.takeFigures();

      assertThat(outcome).isEqualTo(new LoadRun.Outcome(true, null));
      assertThat(figures.stages()).containsExactly(0, 1, 2);
      for (int stage = 0; stage < 3; stage++) {
        assertThat(figures.ofStage(stage).counted(Counter.SUCCEEDED)).isEqualTo(20);
      }
      assertThat(figures.ofStage(RunFigures.WARM_UP).counted(Counter.SENT)).isEqualTo(10);
      assertThat(server.requests()).hasSize(70);
      assertThat(run.progress().succeeded()).isEqualTo(70);
      assertThat(RunStages.of(workload, figures).loads())
          .extracting(load -> Math.round(load.rate()))
          .containsExactly(100L, 200L, 400L);
    }
  }

  /** Each stage has just enough requests to say so: 30, all good, against 29 that it takes. */
  @Test
  void aSearchGoesUpWhileTheSloIsKept() throws Exception {
    Workload workload =
        sweeping(
            Workload.Load.of(Workload.Load.CONSTANT)
                .requests(30L)
                .search(new Workload.Search(100.0, 300.0, null, null, null, null))
                .build());
    try (ScriptedServer server = LoadEngineTest.answering(ScriptedServer.stream(2));
        LoadRun run = engine.prepare(plan(server, workload, 1))) {
      run.startAt(Instant.now(), Duration.ZERO);
      outcome(run);

      assertThat(RunStages.of(workload, run.takeFigures()).loads())
          .extracting(Workload.Load::rate)
          .containsExactly(100.0, 200.0, 300.0);
    }
  }

  @Test
  void stopsInTheMiddle() throws Exception {
    Workload workload =
        sweeping(
            Workload.Load.of(Workload.Load.CONSTANT)
                .duration(600.0)
                .sweep(new Workload.Sweep(10.0, 40.0, 3, null))
                .build());
    try (ScriptedServer server = LoadEngineTest.answering(ScriptedServer.stream(2));
        LoadRun run = engine.prepare(plan(server, workload, 1))) {
      run.startAt(Instant.now(), Duration.ZERO);
      run.stop("enough", Duration.ofSeconds(1));

      assertThat(outcome(run)).isEqualTo(new LoadRun.Outcome(false, "enough"));
    }
  }

  @Test
  void needsADirectorForSeveralAgents() throws Exception {
    Workload workload =
        sweeping(
            Workload.Load.of(Workload.Load.CONSTANT)
                .sweep(new Workload.Sweep(10.0, 40.0, 3, null))
                .build());
    try (ScriptedServer server = LoadEngineTest.answering(ScriptedServer.stream(2))) {
      assertThatThrownBy(() -> engine.prepare(plan(server, workload, 2)))
          .isInstanceOf(PreparationException.class)
          .hasMessage("a sweep or search of 2 agents needs a service that directs it");
    }
  }

  /** The director knows both, and each has its share of the rate that it says. */
  @Test
  void twoSharesFollowOneDirector() throws Exception {
    Workload workload =
        sweeping(
            Workload.Load.of(Workload.Load.CONSTANT)
                .requests(21L)
                .sweep(new Workload.Sweep(100.0, 400.0, 3, null))
                .build());
    try (ScriptedServer server = LoadEngineTest.answering(ScriptedServer.stream(2));
        LoadRun first = directed(server, workload, 0, new Told(300));
        LoadRun second = directed(server, workload, 1, new Told(300))) {
      first.startAt(Instant.now(), Duration.ZERO);
      second.startAt(Instant.now(), Duration.ZERO);

      assertThat(outcome(first)).isEqualTo(new LoadRun.Outcome(true, null));
      assertThat(outcome(second)).isEqualTo(new LoadRun.Outcome(true, null));
      RunFigures one = first.takeFigures();
      RunFigures other = second.takeFigures();
      for (int stage = 0; stage < 2; stage++) {
        assertThat(one.ofStage(stage).counted(Counter.SUCCEEDED)).isEqualTo(11);
        assertThat(other.ofStage(stage).counted(Counter.SUCCEEDED)).isEqualTo(10);
      }
      assertThat(one.stages()).containsExactly(0, 1);
    }
  }

  @Test
  void stopsWhileItWaitsForTheNextStage() throws Exception {
    Workload workload =
        sweeping(
            Workload.Load.of(Workload.Load.CONSTANT)
                .requests(5L)
                .sweep(new Workload.Sweep(100.0, 400.0, 3, null))
                .build());
    CountDownLatch asked = new CountDownLatch(1);
    StageDirector silent =
        new Told() {
          @Override
          public OptionalDouble next(int stage, boolean overSaturated) throws InterruptedException {
            asked.countDown();
            new CountDownLatch(1).await();
            return OptionalDouble.empty();
          }
        };
    try (ScriptedServer server = LoadEngineTest.answering(ScriptedServer.stream(2));
        LoadRun run = directed(server, workload, 0, silent)) {
      run.startAt(Instant.now(), Duration.ZERO);
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      run.stop("enough", Duration.ofSeconds(1));

      assertThat(outcome(run)).isEqualTo(new LoadRun.Outcome(false, "enough"));
    }
  }

  /** A directed share does not judge itself, it tells; what others see ends it. */
  @Test
  void tellsHowItStandsAndIsEndedByOthers() throws Exception {
    Workload.Load load =
        Workload.Load.of(Workload.Load.CONSTANT)
            .rate(100.0)
            .duration(600.0)
            .stop(new Workload.Stop(1L, null, null, null))
            .build();
    try (ScriptedServer server =
            LoadEngineTest.answering("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
        LoadRun run = directed(server, Workload.standard().withLoad(load), 0, new Told())) {
      run.startAt(Instant.now(), Duration.ZERO);
      List<LoadSample> samples = new ArrayList<>();
      while (samples.size() < 4) {
        samples.addAll(run.takeSamples());
      }
      run.end(new LoadEnding(0, "others said so", false));

      assertThat(outcome(run)).isEqualTo(new LoadRun.Outcome(true, "others said so"));
      assertThat(samples).extracting(LoadSample::tick).isSorted().doesNotHaveDuplicates();
      assertThat(samples).extracting(LoadSample::arriving).containsOnly(true);
      assertThat(samples.getLast().failed()).as("more than it would stop at").isGreaterThan(1);
      assertThat(samples.getLast().intended()).isGreaterThanOrEqualTo(samples.getLast().failed());
    }
  }

  /** Says some rates one after the other; each stage starts at once. */
  private static class Told implements StageDirector {
    private final double[] rates;

    Told(double... rates) {
      this.rates = rates;
    }

    @Override
    public OptionalDouble next(int stage, boolean overSaturated) throws InterruptedException {
      return stage <= rates.length ? OptionalDouble.of(rates[stage - 1]) : OptionalDouble.empty();
    }

    @Override
    public Instant start(int stage) {
      return Instant.now();
    }
  }

  private LoadRun directed(
      ScriptedServer server, Workload workload, int rank, StageDirector director) {
    LoadPlan plan =
        new LoadPlan(workload, LoadEngineTest.service(server.url()), rank, 2, 4, "t-" + rank);
    return engine.prepare(plan, RequestLogs.NONE, Optional.of(director));
  }

  @Test
  void failuresEndARunThatSaysSo() throws Exception {
    Workload.Load load =
        Workload.Load.of(Workload.Load.CONSTANT)
            .rate(200.0)
            .duration(600.0)
            .stop(new Workload.Stop(5L, null, null, null))
            .build();
    try (ScriptedServer server =
            LoadEngineTest.answering("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
        LoadRun run = engine.prepare(plan(server, Workload.standard().withLoad(load), 1))) {
      run.startAt(Instant.now(), Duration.ZERO);
      LoadRun.Outcome outcome = outcome(run);

      assertThat(outcome.completed()).isTrue();
      assertThat(outcome.reason()).matches("[0-9]+ requests failed, and the run stops at 5");
      assertThat(run.takeFigures().whole().counted(Counter.FAILED)).isGreaterThanOrEqualTo(5);
    }
  }

  private static Workload sweeping(Workload.Load load) {
    Workload plain = Workload.standard();
    return new Workload(
        null,
        null,
        null,
        null,
        null,
        load,
        plain.prompts(),
        plain.output(),
        new Workload.Slo(null, null, null, 30_000.0),
        null,
        null,
        null);
  }

  private static LoadPlan plan(ScriptedServer server, Workload workload, int agents) {
    return new LoadPlan(workload, LoadEngineTest.service(server.url()), 0, agents, 4, "t-");
  }

  private static LoadRun.Outcome outcome(LoadRun run) throws Exception {
    return run.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
