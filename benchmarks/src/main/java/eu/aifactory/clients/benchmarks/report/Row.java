package eu.aifactory.clients.benchmarks.report;

/**
 * One line of the table.
 *
 * @param what was measured
 * @param target in words
 * @param measured figures, in words
 * @param held the ratio or figure that is held against the target
 * @param reached whether it was; for a row that could not be taken {@code null}
 */
public record Row(String what, String target, String measured, String held, Boolean reached) {

  /** A row without figures, and why. */
  public static Row skipped(String what, String target, String reason) {
    return new Row(what, target, reason, "–", null);
  }

  String line() {
    String verdict = reached == null ? "not measured" : reached ? "yes" : "**no**";
    return "| %s | %s | %s | %s | %s |".formatted(what, target, measured, held, verdict);
  }
}
