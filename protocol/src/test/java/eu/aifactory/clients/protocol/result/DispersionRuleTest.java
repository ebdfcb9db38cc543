package eu.aifactory.clients.protocol.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.WindowCounts;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules of 30 s, split over three agents, on no clock at all. */
class DispersionRuleTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final double SECONDS = 30;
  private static final int AGENTS = 3;
  private static final LongUnaryOperator IN_TIME = due -> due;

  private final Random random = new Random(1);

  @Test
  void whatLeavesAsItIsDueIsAsDispersedAsItsKind() {
    Figures poisson = figures(200, this::exponential, IN_TIME);
    Figures even = figures(200, () -> 1, IN_TIME);

    assertThat(Dispersion.of(poisson.sent(), poisson.due(), 5).index()).isCloseTo(1, within(0.3));
    assertThat(Dispersion.of(even.sent(), even.due(), 5).index()).isCloseTo(0, within(0.05));
  }

  /** The range's very meaning: one in a thousand lies outside by chance. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2, 4})
  void seldomSuspectsWhatIsAsItShouldBe(double burstiness) {
    int suspected = 0;
    for (int i = 0; i < 2000; i++) {
      Figures figures = figures(100, () -> gamma(burstiness), IN_TIME);
      suspected += judge(gammaLoad(burstiness), figures).sentences().size();
    }

    // 2 are expected; 10 or more of 2000 have a probability of 0.00005.
    assertThat(suspected).isLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(doubles = {10, 33.3, 100, 1000, 10_000})
  void takesEvenArrivalsForEvenWhateverTheirRate(double rate) {
    Figures inTime = figures(rate, () -> 1, IN_TIME);
    Figures someMillisecondsLate = figures(rate, () -> 1, due -> due + random.nextInt(5_000));

    assertThat(judge(load(Workload.Load.CONSTANT), inTime).sentences()).isEmpty();
    assertThat(judge(load(Workload.Load.CONSTANT), someMillisecondsLate).sentences()).isEmpty();
  }

  @Test
  void aClientThatStandsStillAndCatchesUpSendsNoPoissonLoad() {
    // Of each second the first 0.3 s: what is due in them leaves at their end.
    LongUnaryOperator stalling =
        due -> due % 1_000_000 < 300_000 ? due - due % 1_000_000 + 300_000 : due;

    VerdictReasons poisson =
        judge(load(Workload.Load.POISSON), figures(200, this::exponential, stalling));
    VerdictReasons constant = judge(load(Workload.Load.CONSTANT), figures(200, () -> 1, stalling));

    assertThat(poisson.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(poisson.sentences())
        .singleElement()
        .asString()
        .matches(
            "the load: the sends' index of dispersion is \\d+\\.\\d\\d over 298 windows of 0\\.1 s,"
                + " outside 0\\.7\\d to 1\\.2\\d, where 99\\.9 % of poisson arrivals lie"
                + " \\(as scheduled it is [01]\\.\\d\\d\\): requests did not leave as they were due");
    assertThat(constant.verdict()).isEqualTo(Verdict.DEGRADED);
  }

  @Test
  void aClientThatEvensRandomArrivalsOutSendsNoPoissonLoad() {
    long[] next = {0};
    // No two closer than 4.5 ms, while 5 ms is their mean distance.
    LongUnaryOperator paced = due -> next[0] = Math.max(due, next[0] + 4_500);

    VerdictReasons reasons =
        judge(load(Workload.Load.POISSON), figures(200, this::exponential, paced));

    assertThat(reasons.verdict()).isEqualTo(Verdict.DEGRADED);
  }

  @Test
  void anotherKindThanTheOneAskedForIsFoundOut() {
    Figures bursty = figures(200, () -> gamma(0.5), IN_TIME);

    assertThat(judge(gammaLoad(0.5), bursty).sentences()).isEmpty();
    assertThat(judge(load(Workload.Load.POISSON), bursty).sentences()).hasSize(1);
    assertThat(judge(load(Workload.Load.CONSTANT), bursty).sentences()).hasSize(1);
    assertThat(judge(gammaLoad(0.1), bursty).sentences()).hasSize(1);
  }

  @Test
  void tooFewWindowsAreNotJudged() {
    // 2 per second: 5 need windows of 3.2 s, of which there are 9 at most.
    Figures few = figures(2, this::exponential, IN_TIME);

    assertThat(Dispersion.of(few.sent(), few.due(), 5)).isNull();
    assertThat(judge(load(Workload.Load.CONSTANT), few).sentences()).isEmpty();
  }

  @Test
  void whatHasNoOneRateOrWasEndedIsNotJudged() {
    Figures bursty = figures(200, () -> gamma(0.5), IN_TIME);
    Workload.Load ramp =
        load(Workload.Load.POISSON).toBuilder()
            .ramp(new Workload.Ramp(400.0, Workload.Ramp.LINEAR))
            .build();
    assertThat(judge(ramp, bursty).sentences()).isEmpty();
    assertThat(judge(load(Workload.Load.TRACE), bursty).sentences()).isEmpty();

    bursty.count(Counter.OVER_SATURATED, 1);
    assertThat(judge(load(Workload.Load.POISSON), bursty).sentences()).isEmpty();
  }

  /** The percentiles 0.05 and 99.95 with 29 and with 99 degrees of freedom. */
  @Test
  void theRangeIsThatOfTheChiSquareDistribution() {
    Dispersion thirty = new Dispersion(1, 5, 30, WindowCounts.FINEST_MICROS);

    assertThat(thirty.low()).isCloseTo(0.353, within(0.01));
    assertThat(thirty.high()).isCloseTo(2.094, within(0.01));
    Dispersion hundred = new Dispersion(1, 5, 100, WindowCounts.FINEST_MICROS);
    assertThat(hundred.low()).isCloseTo(0.597, within(0.01));
    assertThat(hundred.high()).isCloseTo(1.535, within(0.01));
  }

  private static VerdictReasons judge(Workload.Load load, Figures figures) {
    VerdictReasons reasons = new VerdictReasons();
    new DispersionRule(reasons).judge("the load", load, figures);
    return reasons;
  }

  private static Workload.Load load(String kind) {
    return Workload.Load.of(kind).rate(200.0).duration(SECONDS).build();
  }

  private static Workload.Load gammaLoad(double burstiness) {
    return load(Workload.Load.GAMMA).toBuilder().burstiness(burstiness).build();
  }

  /**
   * @param gaps of mean 1
   * @param sent when a request leaves, of when it is due; microseconds from the start
   */
  private static Figures figures(double rate, DoubleSupplier gaps, LongUnaryOperator sent) {
    Figures[] agents = new Figures[AGENTS];
    for (int rank = 0; rank < AGENTS; rank++) {
      agents[rank] = new Figures();
    }
    int i = 0;
    for (double t = 0; t < SECONDS; t += gaps.getAsDouble() / rate) {
      long due = Math.round(t * 1e6);
      agents[i % AGENTS].dueAt(START + due);
      agents[i % AGENTS].sentAt(START + sent.applyAsLong(due));
      i++;
    }
    Figures sum = new Figures();
    for (Figures agent : agents) {
      sum.addAgent(agent);
    }
    return sum;
  }

  private double exponential() {
    return -Math.log(1 - random.nextDouble());
  }

  /** Of mean 1; half a squared normal number is of shape 1/2, sums of exponentials of more. */
  private double gamma(double shape) {
    if (shape == 0.5) {
      double normal = random.nextGaussian();
      return normal * normal;
    }
    double sum = 0;
    for (int i = 0; i < shape; i++) {
      sum += exponential();
    }
    return sum / shape;
  }
}
