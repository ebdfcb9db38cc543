package eu.aifactory.clients.protocol.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowCountsTest {
  private static final long START = 1_700_000_000_000_000L;

  @Test
  void countsInWindowsThatBeginAtWholeMultiplesOfTheirWidth() {
    WindowCounts counts = new WindowCounts();

    counts.add(START + 250_000);
    counts.add(START + 199_999);
    counts.add(START + 200_000);
    counts.add(START - 1);

    assertThat(counts.toParts())
        .isEqualTo(new WindowParts(100_000, START / 100_000 - 1, List.of(1L, 0L, 1L, 2L)));
    assertThat(counts.total()).isEqualTo(4);
    assertThat(counts.beginMicros()).isEqualTo(START - 100_000);
    assertThat(counts.endMicros()).isEqualTo(START + 300_000);
    assertThat(counts.before(START + 200_000)).isEqualTo(2);
    assertThat(counts.before(START + 200_001)).isEqualTo(4);
  }

  /** Whoever counts, in however many parts and orders: the sum is that of one who counted all. */
  @Test
  void partsAddUpToTheWhole() {
    SplittableRandom random = new SplittableRandom(7);
    WindowCounts whole = new WindowCounts();
    WindowCounts[] parts = new WindowCounts[5];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new WindowCounts();
    }
    for (int i = 0; i < 20_000; i++) {
      int part = random.nextInt(parts.length);
      // Up to 2 s in the first, 1 h in the last: their windows differ in width.
      long at = START + random.nextLong(2_000_000L + part * 900_000_000L);
      whole.add(at);
      parts[part].add(at);
    }

    WindowCounts sum = new WindowCounts();
    for (WindowCounts part : parts) {
      sum.add(WindowCounts.of(part.toParts()));
    }

    assertThat(parts[0].widthMicros()).isLessThan(parts[4].widthMicros());
    assertThat(sum.toParts()).isEqualTo(whole.toParts());
    assertThat(sum.total()).isEqualTo(20_000);
  }

  /** What was counted in wide windows is not known any finer. */
  @Test
  void theSumIsAsCoarseAsTheCoarsestPart() {
    WindowCounts sum = new WindowCounts();
    sum.add(START);
    sum.add(START + 100_000);

    sum.add(WindowCounts.of(new WindowParts(400_000, START / 400_000 + 1, List.of(5L))));

    assertThat(sum.toParts()).isEqualTo(new WindowParts(400_000, START / 400_000, List.of(2L, 5L)));
  }

  @Test
  void neverKeepsMoreWindowsThanIsBounded() {
    WindowCounts counts = new WindowCounts();

    counts.add(START);
    counts.add(START + 1023 * 100_000L);
    assertThat(counts.widthMicros()).isEqualTo(100_000);
    counts.add(START + 1024 * 100_000L);
    assertThat(counts.widthMicros()).isEqualTo(200_000);
    counts.add(0);

    assertThat(counts.toParts().counts()).hasSizeLessThanOrEqualTo(WindowCounts.MOST_WINDOWS);
    assertThat(counts.total()).isEqualTo(4);
  }

  @Test
  void isEmptyAndFineAgainAfterAReset() {
    WindowCounts counts = new WindowCounts();
    counts.add(0);
    counts.add(START);

    counts.reset();
    assertThat(counts.toParts()).isNull();
    counts.add(START);

    assertThat(counts.toParts()).isEqualTo(new WindowParts(100_000, START / 100_000, List.of(1L)));
  }

  @Test
  void namesWhatCannotBeRead() {
    refuses(new WindowParts(150_000, 0, List.of(1L)), "width_micros 150000");
    refuses(new WindowParts(0, 0, List.of(1L)), "width_micros 0");
    refuses(new WindowParts(Long.MAX_VALUE, 0, List.of(1L)), "width_micros 9223372036854775807");
    refuses(new WindowParts(100_000, Long.MIN_VALUE, List.of(1L)), "first -9223372036854775808");
    refuses(new WindowParts(100_000, Long.MAX_VALUE, List.of(1L)), "first 9223372036854775807");
    refuses(new WindowParts(100_000, 0, List.of(1L, -1L)), "counts has -1");
    refuses(new WindowParts(100_000, 0, Collections.nCopies(1025, 1L)), "1025 windows");
  }

  private static void refuses(WindowParts parts, String why) {
    FigureParts figures = new FigureParts(null, null, null, null, null, 0, 0, null, parts);

    assertThatThrownBy(() -> Figures.of(figures))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("sent: ")
        .hasMessageContaining(why);
  }
}
