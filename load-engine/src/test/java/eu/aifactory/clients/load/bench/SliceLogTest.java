package eu.aifactory.clients.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.Span;
import eu.aifactory.clients.protocol.result.AgentFigures;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.protocol.result.ResultAssembly;
import eu.aifactory.clients.protocol.result.RunStages;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceLogTest {
  private static final long QUARTER = 250_000;
  private static final long START = 1_000_000_000;

  /**
   * 10 s of 8 in flight and 3 answers each quarter, between 2 s of half as many and 2 s of none.
   */
  @Test
  void findsTheSteadyPartInWhatWasTakenFourTimesASecond() {
    SliceLog log = new SliceLog();
    for (int i = 0; i < 56; i++) {
      log.add(i < 8 ? quarter(i, 4, 1) : i < 48 ? quarter(i, 8, 3) : quarter(i, 0, 0));
    }

    Result.Steady steady = steady(log);

    assertThat(steady.seconds()).isEqualTo(10.0);
    assertThat(steady.requests().succeeded()).isEqualTo(120);
    assertThat(steady.rates().requestsPerSecond()).isCloseTo(12.0, within(1e-9));
    assertThat(steady.concurrency().mean()).isCloseTo(8.0, within(1e-9));
  }

  @Test
  void losesNothingWhenSlicesGrowLonger() {
    SliceLog log = new SliceLog();
    int quarters = 4 * 3_600;
    for (int i = 0; i < quarters; i++) {
      log.add(quarter(i, 8, 3));
    }

    Result.Steady steady = steady(log);

    assertThat(steady.seconds()).isEqualTo(3_600.0);
    assertThat(steady.requests().succeeded()).isEqualTo(3L * quarters);
  }

  private static RunFigures quarter(int index, int inFlight, int answers) {
    RunFigures figures = new RunFigures();
    figures.at(0, 0).inFlight(inFlight, QUARTER * 1_000);
    figures.at(0, 0).count(Counter.SUCCEEDED, answers);
    long from = START + index * QUARTER;
    figures.measuredOver(new Span(from, from + QUARTER));
    return figures;
  }

  private static Result.Steady steady(SliceLog log) {
    AgentFigures agent =
        new AgentFigures("a", null, null, null, new Figures(), null, "COMPLETED", null);
    return ResultAssembly.assemble(
            null,
            "run",
            Instant.EPOCH,
            1,
            Workload.standard(),
            null,
            List.of(agent),
            new RunStages(List.of(), new RunFigures()),
            log.steadyPart())
        .steady();
  }
}
