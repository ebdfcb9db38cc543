package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RehearsalTest {

  /** Else it would rehearse the handling of errors. */
  @ParameterizedTest
  @ValueSource(strings = {Workload.API_CHAT, Workload.API_COMPLETIONS})
  void everyRehearsedAnswerIsASuccess(String api) throws Exception {
    Workload workload = Rehearsal.workload(withApi(api));
    try (LoadEngine engine = new LoadEngine(1);
        Rehearsal stage = new Rehearsal();
        LoadRun run =
            engine.prepare(new LoadPlan(workload, stage.service(), 0, 1, 2, "rehearsal-"))) {
      run.startAt(Instant.now(), Duration.ZERO);
      run.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);

      Figures figures = run.takeFigures().whole();
      assertThat(figures.counted(Counter.SUCCEEDED)).isPositive();
      assertThat(figures.errors()).isEmpty();
      assertThat(figures.counted(Counter.TOKEN_MISMATCHES)).isZero();
      assertThat(figures.histogram(Figure.ITL).getTotalCount()).isPositive();
    }
  }

  @Test
  void leavesNoTraceInTheRunThatFollows() throws Exception {
    try (LoadEngine engine = new LoadEngine(1);
        Rehearsal target = new Rehearsal()) {
      Workload five = withApi(Workload.API_CHAT).withLoad(Workload.Load.closed(null, 5L));
      engine.rehearse(five);
      try (LoadRun run = engine.prepare(new LoadPlan(five, target.service(), 0, 1, 1, "five-"))) {
        run.startAt(Instant.now(), Duration.ZERO);
        run.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);

        assertThat(run.takeFigures().whole().counted(Counter.SENT)).isEqualTo(5);
      }
    }
  }

  private static Workload withApi(String api) {
    return new Workload(null, null, null, api, null, null, null, null, null, null, null, null);
  }
}
