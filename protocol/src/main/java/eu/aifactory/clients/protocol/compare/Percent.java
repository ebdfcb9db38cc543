package eu.aifactory.clients.protocol.compare;

/** Shares as people write them. */
final class Percent {
  private Percent() {}

  /**
   * @param what by which a sentence calls it
   * @param text {@code 5%} or {@code 0.05}
   * @throws UnfitComparisonException when it is none from 0 to 1
   */
  static double parse(String what, String text) {
    String number = text.strip();
    boolean percent = number.endsWith("%");
    try {
      double value =
          Double.parseDouble(percent ? number.substring(0, number.length() - 1) : number);
      double share = percent ? value / 100 : value;
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // the same sentence says it
    }
    throw new UnfitComparisonException(
        "%s must be from 0%% to 100%%, such as 5%%, not \"%s\"".formatted(what, text));
  }
}
