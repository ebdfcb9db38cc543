package eu.aifactory.clients.protocol.compare;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.figures.Figure;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Whether an interval of 95 % holds the truth in 95 of 100 cases, over many simulated comparisons.
 * The seeds are fixed: what passes once always passes.
 */
class CoverageTest {
  private static final int COMPARISONS = 200;

  /** 3.3 standard deviations of a binomial count: once in a thousand by chance. */
  private static final double BY_CHANCE = 3.3 * Math.sqrt(0.95 * 0.05 / COMPARISONS);

  @Test
  void oneRunASideWhereRunsDifferByTheirRequestsAlone() {
    Map<String, Double> coverage = coverage(1, 500, 0, 0, "ttft_ms", "rates.requests_per_second");

    // The mean of the rate's renewal process, and percentiles of 10 to 250 values beyond.
    assertThat(coverage).containsKeys("ttft_ms.mean", "ttft_ms.p50", "ttft_ms.p90");
    assertThat(coverage.values()).allSatisfy(CoverageTest::isAsPromised);
  }

  @Test
  void oneRunASideWhereRunsDifferByWhatIsAssumed() {
    assertThat(coverage(1, 500, 0.02, 0.02, "ttft_ms.mean", "ttft_ms.p50").values())
        .allSatisfy(CoverageTest::isAsPromised);
  }

  @Test
  void oneRunASideDoesNotKnowOfASpreadThatNobodyAssumed() {
    assertThat(coverage(1, 500, 0.05, 0.01, "ttft_ms.mean").get("ttft_ms.mean"))
        .as("what the answer warns of")
        .isLessThan(0.85);
  }

  @Test
  void repeatsShowTheSpreadOfRuns() {
    isHeldAtLeastAsPromised(coverage(2, 300, 0.02, 0, "ttft_ms.mean", "ttft_ms.p50"));
    isHeldAtLeastAsPromised(coverage(3, 300, 0.1, 0, "ttft_ms.mean"));
    isHeldAtLeastAsPromised(coverage(4, 300, 0, 0, "ttft_ms.mean"));
  }

  @Test
  void gapsOfOneRequestDoNotCountAsManyObservations() {
    Random random = new Random(7);
    int held = 0;
    for (int i = 0; i < COMPARISONS; i++) {
      ResultDocument base =
          new SimulatedRun(random, 100, 1).withGaps(100, 50, 1).sparse("a", Figure.ITL);
      ResultDocument with =
          new SimulatedRun(random, 100, 1).withGaps(100, 50, 1).sparse("b", Figure.ITL);
      Comparison.Effect mean = compare(List.of(base), List.of(with), 0, "itl_ms.mean").getFirst();
      held += mean.low() <= 0 && mean.high() >= 0 ? 1 : 0;
    }
    isAsPromised(held / (double) COMPARISONS);
  }

  /** The share of intervals that hold the truth, by figure. */
  private static Map<String, Double> coverage(
      int runs, int requests, double spread, double assumed, String... figures) {
    Random random = new Random(42);
    double truth = 1.07;
    Map<String, Double> held = new TreeMap<>();
    for (int i = 0; i < COMPARISONS; i++) {
      List<ResultDocument> base = runs(random, runs, requests, 1, spread);
      List<ResultDocument> with = runs(random, runs, requests, truth, spread);
      for (Comparison.Effect effect : compare(base, with, assumed, figures)) {
        if (effect.verdict() != null) {
          double expected = effect.better().equals("lower") ? truth - 1 : 1 / truth - 1;
          boolean holds = effect.low() <= expected && expected <= effect.high();
          held.merge(effect.figure(), holds ? 1.0 / COMPARISONS : 0, Double::sum);
        }
      }
    }
    return held;
  }

  private static List<ResultDocument> runs(
      Random random, int runs, int requests, double truth, double spread) {
    return IntStream.range(0, runs)
        .mapToObj(
            run ->
                new SimulatedRun(random, requests, truth * Math.exp(spread * random.nextGaussian()))
                    .sparse("run " + run, Figure.TTFT, Figure.E2E))
        .toList();
  }

  private static List<Comparison.Effect> compare(
      List<ResultDocument> base, List<ResultDocument> with, double assumed, String... figures) {
    ComparisonOptions options =
        new ComparisonOptions(Tolerances.of(List.of()), List.of(figures), assumed, false);
    return Comparing.compare(base, with, options).figures();
  }

  /** More than promised is what little knowledge of the spread costs. */
  private static void isHeldAtLeastAsPromised(Map<String, Double> coverage) {
    assertThat(coverage.values())
        .isNotEmpty()
        .allSatisfy(share -> assertThat(share).isGreaterThan(0.95 - BY_CHANCE));
  }

  private static void isAsPromised(double share) {
    assertThat(share).isBetween(0.95 - BY_CHANCE, 0.95 + BY_CHANCE);
  }
}
