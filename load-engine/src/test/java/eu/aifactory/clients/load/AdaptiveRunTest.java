package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.result.RunStages;
import java.time.Duration;
import java.time.Instant;
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
  void isRunByOneAgent() throws Exception {
    Workload workload =
        sweeping(
            Workload.Load.of(Workload.Load.CONSTANT)
                .sweep(new Workload.Sweep(10.0, 40.0, 3, null))
                .build());
    try (ScriptedServer server = LoadEngineTest.answering(ScriptedServer.stream(2))) {
      assertThatThrownBy(() -> engine.prepare(plan(server, workload, 2)))
          .isInstanceOf(PreparationException.class)
          .hasMessage("a sweep or search is run by one agent, not by 2");
    }
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
