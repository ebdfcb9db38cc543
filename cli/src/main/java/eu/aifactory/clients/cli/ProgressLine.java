package eu.aifactory.clients.cli;

import java.time.Duration;

/** Says how far something is: one line that changes on a terminal, else a line now and then. */
final class ProgressLine implements AutoCloseable {
  private static final Duration BETWEEN_PLAIN_LINES = Duration.ofSeconds(5);

  private final Terminal terminal;
  private String shown = "";
  private String said = "";
  private long saidNanos;

  ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A state that is worth a line of its own. */
  void step(String text) {
    if (terminal.live()) {
      show(text);
    } else if (!text.equals(said)) {
      plain(text);
    }
  }

  /** A figure that changes all the time. */
  void update(String text) {
    if (terminal.live()) {
      show(text);
    } else if (System.nanoTime() - saidNanos >= BETWEEN_PLAIN_LINES.toNanos()) {
      plain(text);
    }
  }

  /** Takes the line away, so that another can be said. */
  void clear() {
    if (!shown.isEmpty()) {
      terminal.err().print("\r\033[K");
      terminal.err().flush();
      shown = "";
    }
  }

  @Override
  public void close() {
    clear();
  }

  private void show(String text) {
    if (!text.equals(shown)) {
      terminal.err().print("\r\033[K" + text);
      terminal.err().flush();
      shown = text;
    }
  }

  private void plain(String text) {
    terminal.say(text);
    said = text;
    saidNanos = System.nanoTime();
  }
}
