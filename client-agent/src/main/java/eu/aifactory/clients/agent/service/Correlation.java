package eu.aifactory.clients.agent.service;

/**
 * The correlation id of what the process does at the moment. Process-wide on purpose: an agent has
 * one run in hand at a time, and what its threads do while it has one, they do for that run.
 */
public final class Correlation {
  public static final String HEADER = "X-Correlation-Id";
  private static final int MOST_CHARACTERS = 128;

  private static volatile String ofProcess = "";
  private static volatile String current = "";

  private Correlation() {}

  public static String current() {
    return current;
  }

  /** The id of all that belongs to no run. */
  public static void process(String id) {
    ofProcess = printable(id);
    current = ofProcess;
  }

  public static void runBegins(String id) {
    current = printable(id);
  }

  public static void runEnded() {
    current = ofProcess;
  }

  /** Safe for a header and a line of a log, whoever sent it. */
  private static String printable(String id) {
    String clean = id.replaceAll("[^\\x21-\\x7e]", "_");
    return clean.length() > MOST_CHARACTERS ? clean.substring(0, MOST_CHARACTERS) : clean;
  }
}
