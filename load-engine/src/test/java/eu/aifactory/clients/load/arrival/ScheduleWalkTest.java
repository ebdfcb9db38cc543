package eu.aifactory.clients.load.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.aifactory.clients.protocol.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedule by itself: nothing is sent and no clock is read. */
class ScheduleWalkTest {
  private static final long SEED = 42;
  private static final double NANOS_PER_SECOND = 1e9;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16, 32})
  void isTheSameWhateverTheNumberOfShares(int shares) {
    LoadTimeline timeline = timeline(everyShape());
    Map<Long, Long> alone = walk(timeline, 0, 1);

    Map<Long, Long> together = new TreeMap<>();
    for (int share = 0; share < shares; share++) {
      Map<Long, Long> own = walk(timeline, share, shares);
      own.forEach((index, due) -> assertThat(together.put(index, due)).isNull());
    }

    assertThat(together).isEqualTo(alone);
    assertThat(alone).hasSizeGreaterThan(3_500);
  }

  @Test
  void anotherSeedIsAnotherSchedule() {
    Workload.Load poisson = rate(Workload.Load.POISSON, 50, 10);

    assertThat(dues(LoadTimeline.of(poisson, 1, Optional.empty(), 0)))
        .isNotEqualTo(dues(LoadTimeline.of(poisson, 2, Optional.empty(), 0)));
  }

  @Test
  void constantIsExact() {
    long[] dues = dues(timeline(rate(Workload.Load.CONSTANT, 3, 100)));

    assertThat(dues).hasSize(300);
    for (int i = 0; i < dues.length; i++) {
      assertThat(dues[i]).isEqualTo(Math.round(i / 3.0 * NANOS_PER_SECOND));
    }
  }

  /** Counts of a Poisson process have a variance that equals their mean. */
  @Test
  void poissonHasTheDispersionOfPoisson() {
    long[] dues = dues(timeline(rate(Workload.Load.POISSON, 100, 1_000)));

    assertThat(dues.length).isCloseTo(100_000, within(1_000));
    // 10,000 intervals: the index's standard deviation is sqrt(2 / 10,000) = 0.014.
    assertThat(dispersion(dues, 0.1, 1_000)).isCloseTo(1, within(0.07));
  }

  /** A share of a constant schedule is constant, so nobody's part makes it look random. */
  @Test
  void constantHasNoDispersion() {
    long[] dues = dues(timeline(rate(Workload.Load.CONSTANT, 100, 100)));

    assertThat(dispersion(dues, 0.1, 100)).isLessThan(0.02);
  }

  @ParameterizedTest
  @CsvSource({"0.25", "0.5", "1", "4", "25"})
  void gammaHasTheVarianceOfItsBurstiness(double burstiness) {
    double[] gaps =
        gaps(
            dues(
                timeline(
                    rate(Workload.Load.GAMMA, 10, 10_000).toBuilder()
                        .burstiness(burstiness)
                        .build())));

    double mean = mean(gaps);
    double variance = variance(gaps, mean);
    assertThat(mean).isCloseTo(0.1, within(0.005));
    assertThat(variance / (mean * mean)).isCloseTo(1 / burstiness, within(0.1 / burstiness));
  }

  @ParameterizedTest
  @CsvSource({"linear, 10, 30", "linear, 30, 10", "exponential, 10, 40", "exponential, 40, 10"})
  void aRampHasTheIntegralOfItsRate(String curve, double from, double to) {
    double seconds = 100;
    long[] dues =
        dues(
            timeline(
                rate(Workload.Load.CONSTANT, from, seconds).toBuilder()
                    .ramp(new Workload.Ramp(to, curve))
                    .build()));

    boolean linear = "linear".equals(curve);
    double whole = linear ? seconds * (from + to) / 2 : seconds * (to - from) / Math.log(to / from);
    assertThat((double) dues.length).isCloseTo(whole, within(1.0));
    for (double share : new double[] {0.25, 0.5, 0.75}) {
      double t = share * seconds;
      double expected =
          linear
              ? from * t + (to - from) * t * t / (2 * seconds)
              : seconds * from / Math.log(to / from) * (Math.pow(to / from, share) - 1);
      assertThat((double) before(dues, t)).isCloseTo(expected, within(1.0));
    }
  }

  @Test
  void aRampOfPoissonArrivalsKeepsTheIntegral() {
    long[] dues =
        dues(
            timeline(
                rate(Workload.Load.POISSON, 100, 200).toBuilder()
                    .ramp(new Workload.Ramp(300.0, Workload.Ramp.LINEAR))
                    .build()));

    assertThat((double) dues.length).isCloseTo(40_000, within(800.0));
    assertThat((double) before(dues, 100)).isCloseTo(15_000, within(500.0));
  }

  @Test
  void aBurstComesAtOnce() {
    Workload.Load load =
        Workload.Load.of(Workload.Load.BURST)
            .burst(new Workload.Burst(5, 2.0))
            .requests(12L)
            .build();

    assertThat(dues(timeline(load)))
        .containsExactly(
            0,
            0,
            0,
            0,
            0,
            2_000_000_000L,
            2_000_000_000L,
            2_000_000_000L,
            2_000_000_000L,
            2_000_000_000L,
            4_000_000_000L,
            4_000_000_000L);
  }

  @Test
  void aTraceIsDueAsItSays() {
    TraceTimes trace =
        new TraceTimes() {
          @Override
          public long size() {
            return 3;
          }

          @Override
          public long dueNanos(long index) {
            return index * index * 1_000;
          }
        };
    Workload.Load load = Workload.Load.of(Workload.Load.TRACE).build();

    assertThat(dues(LoadTimeline.of(load, SEED, Optional.of(trace), 0)))
        .containsExactly(0, 1_000, 4_000);
    Workload.Load two = load.toBuilder().requests(2L).build();
    assertThat(dues(LoadTimeline.of(two, SEED, Optional.of(trace), 0))).containsExactly(0, 1_000);
  }

  @Test
  void aStageThatEndsWithItsRequestsIsFollowedWithoutAGap() {
    LoadTimeline timeline =
        timeline(
            Workload.Load.staged(
                List.of(
                    Workload.Load.of(Workload.Load.CONSTANT).rate(10.0).requests(20L).build(),
                    rate(Workload.Load.CONSTANT, 5, 1))));

    assertThat(timeline.windows().get(1).startNanos()).isEqualTo(2_000_000_000L);
    assertThat(dues(timeline)).hasSize(25).endsWith(2_600_000_000L, 2_800_000_000L);
  }

  @Test
  void aWarmUpComesFirstAndMovesNothingElse() {
    Workload.Load load = rate(Workload.Load.POISSON, 20, 5);
    LoadTimeline cold = timeline(load);
    LoadTimeline warm = timeline(load.toBuilder().warmup(3.0).build());

    Map<Long, Long> withWarmUp = walk(warm, 0, 1);
    walk(cold, 0, 1)
        .forEach((index, due) -> assertThat(withWarmUp).containsEntry(index, due + 3_000_000_000L));
    assertThat(warm.windows().getFirst().stage()).isEqualTo(-1);
    assertThat(warm.placeAt(2_999_999_999L)).isZero();
    assertThat(warm.placeAt(3_000_000_000L)).isOne();
    assertThat(warm.placeAt(8_000_000_000L)).isEqualTo(LoadTimeline.NONE);
  }

  private static Workload.Load everyShape() {
    return Workload.Load.staged(
            List.of(
                rate(Workload.Load.CONSTANT, 50, 10),
                Workload.Load.closed(3.0, null),
                rate(Workload.Load.POISSON, 100, 10),
                rate(Workload.Load.GAMMA, 100, 10).toBuilder().burstiness(0.5).build(),
                rate(Workload.Load.POISSON, 10, 10).toBuilder()
                    .ramp(new Workload.Ramp(200.0, Workload.Ramp.EXPONENTIAL))
                    .build(),
                Workload.Load.of(Workload.Load.BURST)
                    .burst(new Workload.Burst(100, 1.5))
                    .duration(10.0)
                    .build()))
        .toBuilder()
        .warmup(2.0)
        .build();
  }

  private static Workload.Load rate(String kind, double rate, double seconds) {
    return Workload.Load.of(kind).rate(rate).duration(seconds).build();
  }

  private static LoadTimeline timeline(Workload.Load load) {
    return LoadTimeline.of(load, SEED, Optional.empty(), 0);
  }

  private static Map<Long, Long> walk(LoadTimeline timeline, long share, long shares) {
    Map<Long, Long> dues = new TreeMap<>();
    ScheduleWalk walk = new ScheduleWalk(timeline, share, shares);
    while (walk.next()) {
      dues.put(walk.index(), walk.dueNanos());
    }
    return dues;
  }

  private static long[] dues(LoadTimeline timeline) {
    LongStream.Builder dues = LongStream.builder();
    ScheduleWalk walk = new ScheduleWalk(timeline, 0, 1);
    while (walk.next()) {
      dues.add(walk.dueNanos());
    }
    long[] all = dues.build().toArray();
    assertThat(all).isSorted();
    return all;
  }

  private static double dispersion(long[] dues, double interval, double seconds) {
    double[] counts = new double[(int) Math.round(seconds / interval)];
    for (long due : dues) {
      counts[(int) (due / Math.round(interval * NANOS_PER_SECOND))]++;
    }
    double mean = mean(counts);
    return variance(counts, mean) / mean;
  }

  private static double[] gaps(long[] dues) {
    return IntStream.range(1, dues.length)
        .mapToDouble(i -> (dues[i] - dues[i - 1]) / NANOS_PER_SECOND)
        .toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values, double mean) {
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }

  private static long before(long[] dues, double seconds) {
    return LongStream.of(dues).filter(due -> due < seconds * NANOS_PER_SECOND).count();
  }
}
