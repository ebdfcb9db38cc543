package eu.aifactory.clients.agent.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.ObserverRegistration.UpdatePreferences;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdatePaceTest {
  @ParameterizedTest
  @CsvSource({"10s, 10000", "500ms, 500", "1m, 60000", "2h, 7200000", "0.5s, 500", "' 3S ', 3000"})
  void readsFrequencies(String frequency, long millis) {
    assertThat(UpdatePace.of(new UpdatePreferences(frequency, null)))
        .contains(Duration.ofMillis(millis));
  }

  @Test
  void tellsOnlyOfTheEndByDefault() {
    assertThat(UpdatePace.of(new UpdatePreferences(null, null))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "s", "-1s", "10 parsecs", "1ms", "25h", "0s", ""})
  void namesTheFrequencyThatItCannotFollow(String frequency) {
    assertThatThrownBy(() -> UpdatePace.of(new UpdatePreferences(frequency, "json")))
        .isInstanceOf(BadObserverException.class)
        .hasMessageStartingWith("update_preferences.frequency must be")
        .hasMessageEndingWith("not \"" + frequency + "\"");
  }

  @Test
  void namesAFormatThatItCannotWrite() {
    assertThatThrownBy(() -> UpdatePace.of(new UpdatePreferences("10s", "xml")))
        .hasMessage("update_preferences.format must be \"json\", not \"xml\"");
  }
}
