package eu.aifactory.clients.slurm;

import java.util.regex.Pattern;

/** Foreign text made fit for a sentence of ours: one line, bounded, without a token. */
final class PlainText {
  private static final int LENGTH_MOST = 300;
  private static final Pattern WEB_TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_=-]+(\\.[A-Za-z0-9_=-]*)*");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

  private PlainText() {}

  static String line(String text) {
    String start = text.length() > 4 * LENGTH_MOST ? text.substring(0, 4 * LENGTH_MOST) : text;
    String line = BLANKS.matcher(start).replaceAll(" ").strip();
    line = WEB_TOKEN.matcher(line).replaceAll("***");
    return line.length() > LENGTH_MOST ? line.substring(0, LENGTH_MOST) + "..." : line;
  }
}
