package eu.aifactory.clients.load.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestRandomTest {

  @Test
  void givesTheSameForEver() {
    // A change here changes what every stored seed means.
    assertThat(RequestRandom.bits(42, 0, RequestRandom.PROMPT)).isEqualTo(BITS_42_0_PROMPT);
    assertThat(RequestRandom.bits(42, 1, RequestRandom.SAMPLING)).isEqualTo(BITS_42_1_SAMPLING);
  }

  private static final long BITS_42_0_PROMPT = -7108620063390100493L;
  private static final long BITS_42_1_SAMPLING = -3019913106490840865L;

  @Test
  void differsBySeedIndexAndPurpose() {
    Set<Long> seen = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      for (long index = 0; index < 500; index++) {
        seen.add(RequestRandom.bits(seed, index, RequestRandom.PROMPT));
        seen.add(RequestRandom.bits(seed, index, RequestRandom.SAMPLING));
      }
    }

    assertThat(seen).hasSize(20 * 500 * 2);
  }

  @Test
  void spreadsEvenly() {
    int[] hits = new int[229];
    for (long index = 0; index < 229_000; index++) {
      hits[RequestRandom.below(229, 7, index, RequestRandom.PROMPT)]++;
    }

    // Mean 1000, standard deviation about 32; the sequence is fixed, so this cannot flake.
    assertThat(Arrays.stream(hits).min().getAsInt()).isGreaterThan(850);
    assertThat(Arrays.stream(hits).max().getAsInt()).isLessThan(1150);
  }
}
