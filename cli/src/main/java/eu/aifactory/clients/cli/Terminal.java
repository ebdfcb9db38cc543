package eu.aifactory.clients.cli;

import java.io.PrintStream;

/**
 * Where a command writes: results to standard output, everything said along the way to standard
 * error, so that a result can be piped.
 *
 * @param live whether a person looks at standard error, so that a line may be written over
 */
record Terminal(PrintStream out, PrintStream err, boolean live) {

  static Terminal ofProcess() {
    // A console that is there while its terminal is not, is none (JDK 22 and later).
    boolean live = System.console() != null && System.getenv("TERM") != null && isTerminal();
    return new Terminal(System.out, System.err, live);
  }

  void say(String line) {
    err.println(line);
  }

  void print(String text) {
    out.println(text);
  }

  /** Set by the launcher, which can ask the shell: standard error is what counts. */
  private static boolean isTerminal() {
    return !"false".equals(System.getProperty("aif.tty", "true"));
  }
}
