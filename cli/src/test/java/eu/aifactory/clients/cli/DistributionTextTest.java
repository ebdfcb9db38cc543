package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.Distribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionTextTest {

  @Test
  void readsEveryForm() {
    assertThat(DistributionText.parse("512")).isEqualTo(Distribution.fixed(512));
    assertThat(DistributionText.parse("fixed:512")).isEqualTo(Distribution.fixed(512));
    assertThat(DistributionText.parse("uniform:5:9")).isEqualTo(Distribution.uniform(5, 9));
    assertThat(DistributionText.parse("normal:512:100"))
        .isEqualTo(Distribution.normal(512, 100, null, null));
    assertThat(DistributionText.parse("lognormal:300:150:1:2000"))
        .isEqualTo(Distribution.lognormal(300, 150, 1.0, 2000.0));
    assertThat(DistributionText.parse("exponential:2.5"))
        .isEqualTo(Distribution.exponential(2.5, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "normal",
        "normal:5",
        "normal:5:1:2",
        "uniform:5",
        "5:6",
        "fixed:",
        "1e3",
        "x:1"
      })
  void namesWhatIsNone(String text) {
    assertThatThrownBy(() -> DistributionText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"" + text + "\" is none of N, uniform:MIN:MAX");
  }
}
