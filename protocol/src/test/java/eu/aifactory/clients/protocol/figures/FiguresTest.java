package eu.aifactory.clients.protocol.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class FiguresTest {

  /** However the same records are spread over agents and intervals, the sum is the same. */
  @RepeatedTest(20)
  void theSumOfAnySharesIsTheWhole(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int agents = 1 + random.nextInt(16);
    int intervals = 1 + random.nextInt(5);
    Figures whole = new Figures();
    List<List<Figures>> shares = new ArrayList<>();
    for (int a = 0; a < agents; a++) {
      List<Figures> ofAgent = new ArrayList<>();
      for (int i = 0; i < intervals; i++) {
        ofAgent.add(new Figures());
      }
      shares.add(ofAgent);
    }

    for (int i = 0; i < 2_000; i++) {
      Figures share = shares.get(random.nextInt(agents)).get(random.nextInt(intervals));
      record(random.nextLong(5_000_000_000L), share, whole);
    }

    Figures sum = new Figures();
    for (List<Figures> ofAgent : shares) {
      Figures agent = new Figures();
      ofAgent.forEach(interval -> agent.addInterval(Figures.of(interval.toParts())));
      sum.addAgent(agent);
    }
    for (Figure figure : Figure.values()) {
      assertThat(sum.histogram(figure)).isEqualTo(whole.histogram(figure));
    }
    for (Counter counter : Counter.values()) {
      assertThat(sum.counted(counter)).isEqualTo(whole.counted(counter));
    }
    assertThat(sum.errors()).isEqualTo(whole.errors());
    assertThat(sum.windowSeconds()).isEqualTo(whole.windowSeconds());
  }

  private static void record(long nanos, Figures... into) {
    for (Figures figures : into) {
      figures.record(Figure.TTFT, nanos);
      figures.record(Figure.ITL, nanos / 7, 3);
      figures.count(Counter.SENT, 1);
      figures.sentAt(1_000_000 + nanos);
      figures.endedAt(2_000_000 + nanos);
      if (nanos % 13 == 0) {
        figures.countError("http_503");
      }
    }
  }

  @Test
  void thePeakOfAgentsIsTheSumAndThatOfIntervalsTheLargest() {
    Figures early = inFlight(4, 1_000_000_000);
    Figures late = inFlight(7, 1_000_000_000);

    Figures agent = new Figures();
    agent.addInterval(early);
    agent.addInterval(late);
    assertThat(agent.inFlightPeak()).isEqualTo(7);
    assertThat(agent.inFlightSeconds()).isEqualTo(11.0);

    Figures group = new Figures();
    group.addAgent(early);
    group.addAgent(late);
    assertThat(group.inFlightPeak()).isEqualTo(11);
  }

  private static Figures inFlight(long requests, long nanos) {
    Figures figures = new Figures();
    figures.inFlight(requests, nanos);
    return figures;
  }

  @Test
  void keepsAValueToATenthOfAPercent() {
    Figures figures = new Figures();

    figures.record(Figure.E2E, 123_456_789);

    Histogram kept = Figures.of(figures.toParts()).histogram(Figure.E2E);
    assertThat(kept.getValueAtPercentile(50)).isBetween(123_333_332L, 123_580_246L);
  }

  @Test
  void whatALostAgentHadInHandHasFailed() {
    RunFigures figures = new RunFigures();
    figures.at(0, 0).count(Counter.INTENDED, 10);
    figures.at(0, 0).count(Counter.SUCCEEDED, 6);
    figures.at(0, 0).count(Counter.FAILED, 1);
    figures.at(0, 0).countError("http_503");
    figures.at(1, 0).count(Counter.INTENDED, 4);
    figures.at(1, 0).count(Counter.SUCCEEDED, 4);

    figures.agentLost();

    assertThat(figures.whole().counted(Counter.FAILED)).isEqualTo(4);
    assertThat(figures.whole().errors()).isEqualTo(Map.of("http_503", 1L, "agent_lost", 3L));
    assertThat(figures.ofStage(1).errors()).isEmpty();
  }

  @Test
  void isEmptyAfterAReset() {
    Figures figures = new Figures();
    record(5_000_000, figures);

    figures.reset();

    assertThat(figures.toParts()).isEqualTo(new Figures().toParts());
  }

  @Test
  void passesOverFiguresOfANewerAgent() {
    FigureParts parts =
        new FigureParts(
            Map.of("not_invented_yet", "???"), Map.of("neither", 3L), Map.of(), null, null, 0, 0);

    assertThat(Figures.of(parts).toParts()).isEqualTo(new Figures().toParts());
  }

  @Test
  void namesTheHistogramThatCannotBeRead() {
    for (String broken : List.of("???", "AAAA", "")) {
      FigureParts parts =
          new FigureParts(Map.of("ttft", broken), Map.of(), Map.of(), null, null, 0, 0);

      assertThatThrownBy(() -> Figures.of(parts))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("histogram ttft cannot be read");
    }
  }

  @Test
  void refusesAHistogramThatIsTooLarge() {
    FigureParts parts =
        new FigureParts(
            Map.of("ttft", "A".repeat(2_000_000)), Map.of(), Map.of(), null, null, 0, 0);

    assertThatThrownBy(() -> Figures.of(parts)).hasMessageContaining("2000000 characters");
  }
}
