package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {
  @ParameterizedTest
  @CsvSource({"0, 0.00", "0.256, 0.26", "99.5, 99.50", "123.45, 123.5", "98765.4, 98765"})
  void hasAsManyDigitsAsOneReads(double number, String shown) {
    assertThat(Figure.of(number)).isEqualTo(shown);
  }

  @Test
  void whatIsNotKnownIsADashAndNeverZero() {
    assertThat(Figure.of((Double) null)).isEqualTo("-");
    assertThat(Figure.of((Long) null)).isEqualTo("-");
    assertThat(Figure.percent(null)).isEqualTo("-");
    assertThat(Figure.time(null)).isEqualTo("-");
    assertThat(Figure.text(null)).isEqualTo("-");
  }
}
