package eu.aifactory.clients.load.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.aifactory.clients.protocol.Distribution;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every sequence is fixed by its seed, so that bounds of four standard errors cannot flake. */
class DrawTest {
  private static final int SAMPLES = 40_000;
  private static final double STANDARD_ERRORS = 4;

  @ParameterizedTest
  @ValueSource(longs = {1, 42, -7})
  void normalHasItsMoments(long seed) {
    double[] numbers = numbers(Distribution.normal(512, 100, null, null), seed);

    assertMoments(numbers, 512, 100);
    assertThat(lag1(numbers)).isCloseTo(0, within(STANDARD_ERRORS / Math.sqrt(SAMPLES)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 42, -7})
  void normalIsCutOffAtItsBounds(long seed) {
    double[] numbers = numbers(Distribution.normal(512, 100, 412.0, 612.0), seed);

    // Variance of a normal cut at one standard deviation on both sides: 1 - 2 phi(1) / (2 Phi(1) -
    // 1).
    double phi = Math.exp(-0.5) / Math.sqrt(2 * Math.PI);
    double inside = 0.682689492137086;
    assertMoments(numbers, 512, 100 * Math.sqrt(1 - 2 * phi / inside));
    assertThat(Arrays.stream(numbers)).allMatch(number -> number >= 412 && number <= 612);
    // No heap at a bound: the last hundredth of the range holds what the density says, 0.7 %.
    long atTop = Arrays.stream(numbers).filter(number -> number > 610).count();
    double share = 2.0 / 100 * phi / inside;
    assertThat(atTop / (double) SAMPLES)
        .isCloseTo(share, within(STANDARD_ERRORS * Math.sqrt(share / SAMPLES)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 42, -7})
  void lognormalHasTheMomentsOfItsNumbers(long seed) {
    double[] numbers = numbers(Distribution.lognormal(300, 150, null, null), seed);

    assertThat(mean(numbers)).isCloseTo(300, within(STANDARD_ERRORS * 150 / Math.sqrt(SAMPLES)));
    double[] logs = Arrays.stream(numbers).map(Math::log).toArray();
    double variance = Math.log1p(0.25);
    assertMoments(logs, Math.log(300) - variance / 2, Math.sqrt(variance));
  }

  @Test
  void exponentialHasItsMoments() {
    assertMoments(numbers(Distribution.exponential(2.5, null), 3), 2.5, 2.5);
  }

  @Test
  void uniformWholeNumbersAreAllAsLikely() {
    Draw draw = Draw.of(Distribution.uniform(3, 12), 1);
    int[] counts = new int[16];
    IntStream.range(0, SAMPLES).forEach(i -> counts[draw.whole(state(5, i))]++);

    double each = SAMPLES / 10.0;
    double tolerance = STANDARD_ERRORS * Math.sqrt(each * 0.9);
    for (int number = 3; number <= 12; number++) {
      assertThat((double) counts[number]).isCloseTo(each, within(tolerance));
    }
    assertThat(Arrays.stream(counts).sum() - Arrays.stream(counts, 3, 13).sum()).isZero();
  }

  @Test
  void boundsThatAreHardlyEverHitAreStillKept() {
    Draw draw = Draw.of(Distribution.normal(10, 1e9, 10.0, 11.0), 1);
    double[] numbers =
        IntStream.range(0, 2000).mapToDouble(i -> draw.number(state(1, i))).toArray();

    assertThat(Arrays.stream(numbers)).allMatch(number -> number >= 10 && number <= 11);
    assertThat(mean(numbers)).isCloseTo(10.5, within(STANDARD_ERRORS * 0.2887 / Math.sqrt(2000)));
  }

  @Test
  void nothingIsBelowTheLeastNumber() {
    Draw draw = Draw.of(Distribution.normal(2, 50, null, null), 1);

    assertThat(IntStream.range(0, 5000).map(i -> draw.whole(state(9, i))))
        .allMatch(number -> number >= 1);
  }

  @Test
  void oneStateGivesOneNumber() {
    Draw draw = Draw.of(Distribution.lognormal(300, 150, 10.0, 4000.0), 1);

    assertThat(draw.number(123)).isEqualTo(draw.number(123)).isNotEqualTo(draw.number(124));
    assertThat(Draw.of(Distribution.fixed(17), 1).whole(5)).isEqualTo(17);
  }

  private static double[] numbers(Distribution from, long seed) {
    Draw draw = Draw.of(from, 0);
    return IntStream.range(0, SAMPLES).mapToDouble(i -> draw.number(state(seed, i))).toArray();
  }

  private static long state(long seed, long index) {
    return RequestRandom.bits(seed, index, RequestRandom.INPUT_TOKENS);
  }

  private static void assertMoments(double[] numbers, double mean, double deviation) {
    assertThat(mean(numbers))
        .isCloseTo(mean, within(STANDARD_ERRORS * deviation / Math.sqrt(numbers.length)));
    // The standard error of a deviation is at most deviation * sqrt((kurtosis - 1) / 4n); an
    // exponential's kurtosis is 9.
    double error = deviation * Math.sqrt(8 / (4.0 * numbers.length));
    assertThat(deviation(numbers)).isCloseTo(deviation, within(STANDARD_ERRORS * error));
  }

  private static double mean(double[] numbers) {
    return Arrays.stream(numbers).average().orElseThrow();
  }

  private static double deviation(double[] numbers) {
    double mean = mean(numbers);
    return Math.sqrt(Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).average().orElse(0));
  }

  private static double lag1(double[] numbers) {
    double mean = mean(numbers);
    double products = 0;
    double squares = 0;
    for (int i = 1; i < numbers.length; i++) {
      products += (numbers[i] - mean) * (numbers[i - 1] - mean);
      squares += (numbers[i] - mean) * (numbers[i] - mean);
    }
    return products / squares;
  }
}
