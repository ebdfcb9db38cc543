package eu.aifactory.clients.slurm;

import java.util.regex.Pattern;

/** Keeps tokens out of what is said, also one that stands where no token belongs. */
final class Redaction {
  /** A JSON object in base64 begins with these letters, and so does every token. */
  private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_.=/+-]*");

  private static final Pattern CERTAIN_TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]");

  private static final int LONGEST = 500;

  private Redaction() {}

  static boolean isNeeded(String text) {
    return CERTAIN_TOKEN.matcher(text).find();
  }

  static String of(String text) {
    String safe = TOKEN.matcher(text).replaceAll("***").replaceAll("\\p{Cntrl}", "?");
    return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST) + "...";
  }
}
