package eu.aifactory.clients.protocol.rates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.aifactory.clients.protocol.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatePlanTest {

  @Test
  void aSweepGoesUpToTheFirstRateThatIsTooMuch() {
    RateSweep sweep = new RateSweep(new Workload.Sweep(1.0, 64.0, 7, null));

    List<StageOutcome> stages =
        run(sweep, rate -> outcome(rate, 100, 0, Math.min(rate, 10), rate > 10));

    assertThat(stages).extracting(StageOutcome::rate).containsExactly(1.0, 2.0, 4.0, 8.0, 16.0);
    assertThat(sweep.conclusion(stages)).isEqualTo(new RateSweep.Conclusion(8.0, 16.0, 10.0));
  }

  @Test
  void aSweepThatNeverSaturatesSaysSo() {
    RateSweep sweep = new RateSweep(new Workload.Sweep(10.0, 30.0, 3, Workload.Sweep.LINEAR));

    List<StageOutcome> stages = run(sweep, rate -> outcome(rate, 100, 0, rate, false));

    assertThat(stages).extracting(StageOutcome::rate).containsExactly(10.0, 20.0, 30.0);
    assertThat(sweep.conclusion(stages)).isEqualTo(new RateSweep.Conclusion(30.0, null, 30.0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.5, 13, 37.7, 99})
  void aSearchFindsTheHighestRateWithinItsPrecision(double truth) {
    RateSearch search = new RateSearch(search(1, 100));

    List<StageOutcome> stages =
        run(search, rate -> outcome(rate, 1_000, rate <= truth ? 990 : 500, rate, false));
    RateSearch.Conclusion found = search.conclusion(stages);

    assertThat(found.rate()).isLessThanOrEqualTo(truth);
    assertThat(found.notKeptAt()).isGreaterThan(truth);
    assertThat(found.notKeptAt() - found.rate()).isLessThanOrEqualTo(0.05 * found.notKeptAt());
    assertThat(found.confidence()).isGreaterThan(0.95);
    assertThat(found.attainment()).isEqualTo(0.99);
    assertThat(stages.size()).isLessThanOrEqualTo(12);
  }

  @Test
  void aSearchSaysWhenItsBoundsDoNotHold() {
    RateSearch search = new RateSearch(search(4, 8));

    List<StageOutcome> none = run(search, rate -> outcome(rate, 1_000, 100, rate, false));
    List<StageOutcome> all = run(search, rate -> outcome(rate, 1_000, 1_000, rate, false));
    List<StageOutcome> few = run(search, rate -> outcome(rate, 10, 10, rate, false));

    assertThat(search.conclusion(none).rate()).isNull();
    assertThat(search.conclusion(none).reason())
        .isEqualTo("the lower bound itself does not keep the SLO");
    assertThat(search.conclusion(all).rate()).isEqualTo(8);
    assertThat(search.conclusion(all).notKeptAt()).isNull();
    assertThat(search.conclusion(few).reason())
        .startsWith("10 requests at the lower bound are too");
  }

  @Test
  void anOverSaturatedStageKeepsNothing() {
    RateSearch search = new RateSearch(search(1, 8));

    assertThat(search.keeps(outcome(2, 1_000, 1_000, 2, true))).isFalse();
    assertThat(search.keeps(outcome(2, 1_000, 1_000, 2, false))).isTrue();
  }

  /** All of n good: p^n is the chance of it, so the bound is (1 - c)^(1/n). */
  @ParameterizedTest
  @CsvSource({"1, 0.05", "29, 0.9019", "100, 0.9705", "1000, 0.9970"})
  void theBoundOfAllGoodIsTheKnownOne(long requests, double bound) {
    assertThat(Attainment.lowerBound(requests, requests, 0.95)).isCloseTo(bound, within(1e-4));
  }

  /** The published Clopper-Pearson limits: 8 of 10, one-sided 95 %: 0.4931; 90 of 100: 0.8363. */
  @ParameterizedTest
  @CsvSource({"8, 10, 0.4931", "90, 100, 0.8363", "5, 10, 0.2224"})
  void theBoundIsThatOfClopperAndPearson(long good, long requests, double bound) {
    assertThat(Attainment.lowerBound(good, requests, 0.95)).isCloseTo(bound, within(2e-3));
  }

  @Test
  void confidenceIsExactForSmallNumbersAndHoldsForLargeOnes() {
    // P(X >= 9 of 10 | 0.8) = 10 * 0.8^9 * 0.2 + 0.8^10
    double tail = 10 * Math.pow(0.8, 9) * 0.2 + Math.pow(0.8, 10);
    assertThat(Attainment.confidence(9, 10, 0.8)).isCloseTo(1 - tail, within(1e-12));
    assertThat(Attainment.confidence(900_000, 1_000_000, 0.9)).isCloseTo(0.5, within(0.002));
    assertThat(Attainment.confidence(0, 10, 0.5)).isZero();
    assertThat(Attainment.confidence(0, 0, 0.5)).isZero();
  }

  private static Workload.Search search(double from, double to) {
    return new Workload.Search(from, to, null, null, null, null);
  }

  private static StageOutcome outcome(
      double rate, long requests, long good, double answered, boolean over) {
    return new StageOutcome(rate, requests, good, answered, over);
  }

  private static List<StageOutcome> run(RatePlan plan, DoubleFunction<StageOutcome> server) {
    List<StageOutcome> stages = new ArrayList<>();
    for (OptionalDouble rate = plan.next(stages); rate.isPresent(); rate = plan.next(stages)) {
      stages.add(server.apply(rate.getAsDouble()));
    }
    return stages;
  }
}
