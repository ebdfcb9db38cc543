package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SecondsTest {
  private final Seconds.Converter converter = new Seconds.Converter();

  @ParameterizedTest
  @CsvSource({"30, 30", "0.5, 0.5", "15s, 15", "2m, 120", "1.5h, 5400"})
  void readsSecondsAndUnits(String text, double seconds) {
    assertThat(converter.convert(text).value()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1e3", "ten", "5 s", "1d"})
  void refusesTheRest(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("\"" + text + "\"");
  }
}
