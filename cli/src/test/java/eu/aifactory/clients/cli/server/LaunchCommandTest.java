package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchCommandTest {
  @Test
  void hasNoOptionsOfTheSiteUnlessTheyAreGiven() {
    assertThat(LaunchCommand.javaOptions(Optional.empty())).isEmpty();
    assertThat(LaunchCommand.javaOptions(Optional.of(" "))).isEmpty();
  }

  @Test
  void takesTheSitesOptionsAsWords() {
    assertThat(LaunchCommand.javaOptions(Optional.of(" -XX:TieredStopAtLevel=4  -Xmx2g ")))
        .containsExactly("-XX:TieredStopAtLevel=4", "-Xmx2g");
  }

  @Test
  void refusesAWordThatWouldBeTakenForTheMainClass() {
    assertThatThrownBy(() -> LaunchCommand.javaOptions(Optional.of("-Xmx2g Xmx3g")))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("AIF_JAVA_OPTIONS")
        .hasMessageContaining("\"Xmx3g\"");
  }
}
