package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostListTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node1|node1",
        "node[1-2]|node1 node2",
        "c[1-3,07-09],gpu1|c1 c2 c3 c07 c08 c09 gpu1",
        "n[8-11]|n8 n9 n10 n11",
        "n[008-11]|n008 n009 n010 n011",
        "rack[0-1]node[1-2]|rack0node1 rack0node2 rack1node1 rack1node2",
        "a[1]b,c|a1b c",
        "[1-2].site.eu|1.site.eu 2.site.eu",
        "a-b_c.d|a-b_c.d",
        "' n1 '|n1",
      })
  void readsWhatSlurmWrites(String text, String names) {
    assertThat(HostList.expand(text)).containsExactly(names.split(" "));
  }

  @Test
  void hasNoNamesOfNothing() {
    assertThat(HostList.expand("")).isEmpty();
    assertThat(HostList.expand("  ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n[1-3",
        "n1-3]",
        "n[]",
        "n[a]",
        "n[3-1]",
        "n[1-]",
        "n[-1]",
        "n[1,,2]",
        "n[[1]]",
        ",n",
        "n,",
        "n,,m",
        "n m",
        "n/../m",
        "n;m",
        "n$(m)",
        "(null)",
        "n[0x1f]",
        "n[1-2x]",
        "n\u0000",
        "n\u00e9",
        "n[1][1][1][1][1]",
        "n[9999999999]"
      })
  void refusesWhatIsNoList(String text) {
    assertThatThrownBy(() -> HostList.expand(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n[0-16384]",
        "n[0-999999999]",
        "n[0-999]m[0-999]",
        "a[0-99]b[0-99]c[0-99]d[0-99]",
        "n[0-9999],m[0-9999]",
        "n[0-9999,0-9999]"
      })
  void makesNoMoreNamesThanTheBound(String text) {
    assertTimeoutPreemptively(
        AT_ONCE,
        () ->
            assertThatThrownBy(() -> HostList.expand(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16384"));
    assertThat(HostList.expand("n[0-16383]")).hasSize(HostList.NAMES_MOST);
  }

  @Test
  void readsNoTextThatIsTooLong() {
    assertThatThrownBy(() -> HostList.expand("n".repeat(HostList.TEXT_MOST + 1)))
        .hasMessageContaining("65537 characters");
    assertThatThrownBy(() -> HostList.expand("n".repeat(HostList.TEXT_MOST)))
        .hasMessageContaining("253");
  }

  /** Names are written as Slurm writes them, and read again. */
  @RepeatedTest(200)
  void readsWhatWasWrittenOfNames(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<String> names = new ArrayList<>();
    List<String> items = new ArrayList<>();
    for (int item = 0; item <= random.nextInt(5); item++) {
      String prefix = "p" + (char) ('a' + random.nextInt(26)) + "-";
      int width = 1 + random.nextInt(5);
      List<String> ranges = new ArrayList<>();
      for (int range = 0; range <= random.nextInt(4); range++) {
        int from = random.nextInt(2000);
        int to = from + random.nextInt(50);
        String format = "%0" + width + "d";
        ranges.add(
            from == to
                ? format.formatted(from)
                : format.formatted(from) + "-" + format.formatted(to));
        for (int number = from; number <= to; number++) {
          // As wide as the first of the range is written.
          names.add(prefix + ("%0" + format.formatted(from).length() + "d").formatted(number));
        }
      }
      items.add(prefix + "[" + String.join(",", ranges) + "]");
    }

    assertThat(HostList.expand(String.join(",", items))).containsExactlyElementsOf(names);
  }

  /** Whatever the text: an answer soon, a bounded one, of names that can be names. */
  @RepeatedTest(50)
  void hasAnAnswerForAnyText(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    String alphabet = "n1290[]-,,[]abc._ \u0000%/\u00e9";
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(random.nextInt(10) == 0 ? 5000 : 40);
      for (int i = 0; i < length; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertTimeoutPreemptively(AT_ONCE, () -> isBounded(text.toString()), text.toString());
    }
  }

  private static void isBounded(String text) {
    try {
      assertThat(HostList.expand(text))
          .hasSizeLessThanOrEqualTo(HostList.NAMES_MOST)
          .allMatch(name -> name.matches("[A-Za-z0-9._-]{1,253}"));
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\u0000");
    }
  }
}
