package eu.aifactory.clients.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordTokensTest {
  @Test
  void countsRunsWithoutWhiteSpace() {
    assertThat(WordTokens.count("The three longest rivers of Europe are")).isEqualTo(7);
    assertThat(WordTokens.count("")).isZero();
    assertThat(WordTokens.countChat(List.of("one two", "three"))).isEqualTo(3 + 4 + 2 + 4 + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\tb\nc", " a  b ", "a\u2003b", "中 文", "\na"})
  void givesAsManyIdsAsItCounts(String text) {
    assertThat(WordTokens.ids(text)).hasSize(WordTokens.count(text));
    assertThat(WordTokens.idsChat(List.of(text, text)))
        .hasSize(WordTokens.countChat(List.of(text, text)));
  }
}
