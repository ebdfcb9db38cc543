package eu.aifactory.clients.cli;

/** Makes one line of what somebody else said. */
final class Sentence {
  private Sentence() {}

  static String ended(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.endsWith(".") || line.endsWith("?") || line.endsWith("!") ? line : line + ".";
  }
}
