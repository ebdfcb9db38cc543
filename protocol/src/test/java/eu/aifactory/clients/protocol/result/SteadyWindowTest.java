package eu.aifactory.clients.protocol.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.Slice;
import eu.aifactory.clients.protocol.figures.Span;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyWindowTest {
  private static final long SECOND = 1_000_000;
  private static final long START = 1_000 * SECOND;

  @Test
  void isTheLongestPartAtNineTenthsOfThePeak() {
    assertThat(window(2, 10, 9, 8.9, 9, 9.5, 10, 9.1, 3).span()).contains(seconds(4, 8));
  }

  @Test
  void neverSpansASecondBelow() {
    SteadyWindow window = window(10, 10, 8.9, 10, 10, 8.9, 10, 10);

    assertThat(window.span()).isEmpty();
    assertThat(window.absence())
        .contains(
            "at no time were 90 % of the 10.0 requests of the busiest second in flight for 3 s or"
                + " more");
  }

  @Test
  void aRunThatNeverEbbedIsSteadyToItsEnd() {
    assertThat(window(1, 5, 5, 5).span()).contains(seconds(1, 4));
  }

  @Test
  void nothingIsKnownWithoutSlices() {
    assertThat(SteadyWindow.of(List.of()).absence())
        .contains("it is not known how many requests were in flight when");
  }

  /** One agent fell when the other rose: the whole was steady, neither of them was. */
  @Test
  void looksAtTheSumOfTheAgentsWhereverTheirSlicesBegin() {
    List<Slice> slices = new ArrayList<>();
    slices.addAll(slices(START, 8, 8, 2, 2, 2, 0));
    slices.addAll(slices(START + 400, 2, 2, 8, 8, 8, 0));

    Span span = SteadyWindow.of(slices).span().orElseThrow();

    assertThat(span).isEqualTo(seconds(0, 5));
  }

  @Test
  void theAgentsTogetherHaveTheWindowOfOneThatDidAllOfIt() {
    List<Slice> apart = new ArrayList<>(slices(START, 1, 6, 5.5, 6, 2));
    apart.addAll(slices(START, 1, 4, 4.1, 3.9, 2));

    assertThat(SteadyWindow.of(apart).span()).isEqualTo(window(2, 10, 9.6, 9.9, 4).span());
  }

  /** 2 agents, 5 s of 10 requests a second each, and a 6th that they do not share. */
  @Test
  void ratesAreOfTheTimeThatTheSlicesCover() {
    SteadyPart part = new SteadyPart(window(20, 20, 20, 20, 20, 1));
    part.addAgent(succeeded(50), 5.0);
    part.addAgent(succeeded(50), 5.2);
    part.addAgent(new Figures(), 0);

    Result.Steady block = part.block(false, START - SECOND);

    assertThat(block.seconds()).isCloseTo(5.1, within(1e-9));
    assertThat(block.beginsAfterSeconds()).isEqualTo(1.0);
    assertThat(block.window()).isEqualTo(new FigureBlock.Window("steady", block.seconds()));
    assertThat(block.rates().requestsPerSecond()).isCloseTo(100 / 5.1, within(1e-9));
  }

  @Test
  void theWarmUpIsNoPartOfIt() {
    RunFigures figures = new RunFigures();
    figures.at(RunFigures.WARM_UP, 0).inFlight(9, 1_000_000_000);
    figures.at(0, 0).inFlight(2, 1_000_000_000);
    figures.at(0, 1).inFlight(3, 1_000_000_000);

    assertThat(Slice.of(seconds(0, 1), figures.toParts()).concurrency()).isEqualTo(5.0);
  }

  private static Figures succeeded(int requests) {
    Figures figures = new Figures();
    figures.count(Counter.SUCCEEDED, requests);
    return figures;
  }

  private static SteadyWindow window(double... concurrency) {
    return SteadyWindow.of(slices(START, concurrency));
  }

  private static List<Slice> slices(long from, double... concurrency) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < concurrency.length; i++) {
      slices.add(new Slice(new Span(from + i * SECOND, from + (i + 1) * SECOND), concurrency[i]));
    }
    return slices;
  }

  private static Span seconds(long from, long to) {
    return new Span(START + from * SECOND, START + to * SECOND);
  }
}
