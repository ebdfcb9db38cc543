package eu.aifactory.clients.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrefixCacheTest {
  private final PrefixCache cache = new PrefixCache(100);

  @Test
  void knowsWholeBlocksOfWhatItSaw() {
    assertThat(cache.take(range(0, 40))).isZero();
    assertThat(cache.take(range(0, 40))).isEqualTo(32);
    assertThat(
            cache.take(IntStream.concat(IntStream.range(0, 20), IntStream.range(7, 40)).toArray()))
        .isEqualTo(16);
  }

  @Test
  void leavesTheLastTokenToBeComputed() {
    cache.take(range(0, 32));

    assertThat(cache.take(range(0, 32))).isEqualTo(16);
    assertThat(cache.take(range(0, 33))).isEqualTo(32);
  }

  @Test
  void tellsABlockByAllThatStandsBeforeIt() {
    cache.take(range(0, 64));

    assertThat(cache.take(range(16, 64))).isZero();
  }

  @Test
  void forgetsWhatWasNotUsedForLongest() {
    cache.take(range(0, 17));
    for (int i = 1; i <= 100; i++) {
      cache.take(range(1000 * i, 1000 * i + 16));
    }

    assertThat(cache.take(range(0, 17))).isZero();
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }
}
