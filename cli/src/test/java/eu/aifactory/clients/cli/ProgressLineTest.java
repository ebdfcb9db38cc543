package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void writesOverItsLineOnATerminal() {
    try (ProgressLine line = new ProgressLine(terminal(true))) {
      line.update("1 sent");
      line.update("2 sent");
    }

    assertThat(shown.toString()).isEqualTo("\r\033[K1 sent\r\033[K2 sent\r\033[K");
  }

  @Test
  void repeatsNothingWhereNobodyLooks() {
    try (ProgressLine line = new ProgressLine(terminal(false))) {
      line.step("QUEUED");
      line.step("QUEUED");
      line.step("STARTING");
      line.update("1 sent");
    }

    assertThat(shown.toString().lines()).containsExactly("QUEUED", "STARTING");
  }

  private Terminal terminal(boolean live) {
    return new Terminal(System.out, new PrintStream(shown, true), live);
  }
}
