package eu.aifactory.clients.protocol.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Our reading of a histogram beside that of the library whose format it is. */
class LatencyHistogramsTest {

  @RepeatedTest(50)
  void readsWhatTheLibraryWrote(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Histogram written = LatencyHistograms.empty();
    for (int i = 0; i < random.nextInt(3_000); i++) {
      // From the least to the most that is kept, as often in each decade.
      double decade = random.nextDouble() * Math.log10(Figures.HIGHEST_NANOS / 1e3);
      long nanos = Math.min(Figures.HIGHEST_NANOS, Math.round(1e3 * Math.pow(10, decade)));
      written.recordValueWithCount(nanos, 1L << random.nextInt(1 + random.nextInt(50)));
    }

    Histogram read = LatencyHistograms.empty();
    LatencyHistograms.read(
        Figure.TTFT, LatencyHistograms.encode(written), read::recordValueWithCount);

    assertThat(read).isEqualTo(written);
    assertThat(read.getTotalCount()).isEqualTo(written.getTotalCount());
    assertThat(read.getMaxValue()).isEqualTo(written.getMaxValue());
  }

  @Test
  void readsTheLeastAndTheMost() {
    Histogram written = LatencyHistograms.empty();
    written.recordValueWithCount(Figures.LOWEST_NANOS, Long.MAX_VALUE / 4);
    written.recordValue(Figures.HIGHEST_NANOS);

    Histogram read = LatencyHistograms.empty();
    LatencyHistograms.read(
        Figure.TTFT, LatencyHistograms.encode(written), read::recordValueWithCount);

    assertThat(read).isEqualTo(written);
  }

  /** Many large ones are in one snapshot when the service was away for long. */
  @Test
  void deflatesLargeOnesAlone() {
    Histogram small = ofDifferentValues(400);
    Histogram large = ofDifferentValues(12_000);

    assertThat(encodedBytes(small)).isGreaterThan(plainBytes(small));
    assertThat(encodedBytes(large)).isLessThan(plainBytes(large) / 2);
    Histogram read = LatencyHistograms.empty();
    LatencyHistograms.read(
        Figure.TTFT, LatencyHistograms.encode(large), read::recordValueWithCount);
    assertThat(read).isEqualTo(large);
  }

  private static Histogram ofDifferentValues(int values) {
    Histogram histogram = LatencyHistograms.empty();
    for (int value = 0; value < values; value++) {
      histogram.recordValue(Math.round(Figures.LOWEST_NANOS * 1e3 * Math.pow(1.001, value)));
    }
    return histogram;
  }

  private static int encodedBytes(Histogram histogram) {
    return Base64.getDecoder().decode(LatencyHistograms.encode(histogram)).length;
  }

  private static int plainBytes(Histogram histogram) {
    return histogram.encodeIntoByteBuffer(
        ByteBuffer.allocate(histogram.getNeededByteBufferCapacity()));
  }

  /** A histogram of five digits asks for 48 MB: nothing of what it says is allocated. */
  @Test
  void refusesOneOfAnotherShape() {
    Histogram fiveDigits = new Histogram(1_000, Figures.HIGHEST_NANOS, 5);
    fiveDigits.recordValue(5_000);
    Histogram finer = new Histogram(1, Figures.HIGHEST_NANOS, 3);
    finer.recordValue(5_000);

    refused(LatencyHistograms.encode(fiveDigits), "significant digits is 5, not 3");
    refused(LatencyHistograms.encode(finer), "lowest value is 1, not 1000");
  }

  @Test
  void refusesWhatLastsLongerThanAnHour() {
    Histogram longer = new Histogram(1_000, 100 * Figures.HIGHEST_NANOS, 3);
    longer.recordValue(50 * Figures.HIGHEST_NANOS);

    refused(LatencyHistograms.encode(longer), "it holds more than an hour");
  }

  /** Whatever is cut off or changed: read, or refused in a sentence, and never another fault. */
  @RepeatedTest(200)
  void survivesWhatIsBroken(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Histogram written = LatencyHistograms.empty();
    for (int i = 0; i < 50; i++) {
      written.recordValue(1_000 + random.nextLong(1_000_000_000));
    }
    byte[] bytes = Base64.getDecoder().decode(LatencyHistograms.encode(written));
    for (int i = 0; i <= random.nextInt(3); i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    byte[] broken = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
    if (broken.length >= Integer.BYTES) {
      ByteBuffer.wrap(broken).putInt(0, 0x1c849314);
    }

    for (byte[] each : new byte[][] {bytes, broken}) {
      try {
        LatencyHistograms.read(
            Figure.TTFT,
            Base64.getEncoder().encodeToString(each),
            (nanos, count) -> assertThat(count).isPositive());
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("histogram ttft cannot be read: ");
      }
    }
  }

  private static void refused(String encoded, String why) {
    assertThatThrownBy(() -> LatencyHistograms.read(Figure.TTFT, encoded, (nanos, count) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
