package eu.aifactory.clients.protocol.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much worse a figure may be: a share of what it was, for shares of requests a difference of
 * shares.
 */
public final class Tolerances {
  /** Of figures that are compared by their ratio. */
  public static final double USUAL = 0.05;

  /** Of shares of requests: one point in a hundred. */
  public static final double USUAL_OF_SHARES = 0.01;

  private final double usual;
  private final Map<String, Double> byName;

  private Tolerances(double usual, Map<String, Double> byName) {
    this.usual = usual;
    this.byName = byName;
  }

  /**
   * @param given each {@code 5%} or {@code 0.05} for all figures that are compared by their ratio,
   *     or {@code ttft_ms.p99=10%} for one, or for the block {@code ttft_ms}; the longest name
   *     counts
   * @throws UnfitComparisonException naming the one that cannot be
   */
  public static Tolerances of(List<String> given) {
    double usual = USUAL;
    Map<String, Double> byName = new LinkedHashMap<>();
    for (String text : given) {
      int equals = text.indexOf('=');
      double value = Percent.parse("tolerance", text.substring(equals + 1));
      if (equals < 0) {
        usual = value;
        continue;
      }
      String name = text.substring(0, equals).strip();
      if (!ComparedFigures.isKnown(name)) {
        throw new UnfitComparisonException(
            "tolerance \"%s\" is of a figure that is not compared".formatted(text));
      }
      byName.put(name, value);
    }
    return new Tolerances(usual, byName);
  }

  double of(ComparedFigure figure) {
    return of(figure.name(), usual);
  }

  double of(ShareFigure figure) {
    return of(figure.wireName(), USUAL_OF_SHARES);
  }

  private double of(String name, double otherwise) {
    return byName.entrySet().stream()
        .filter(entry -> ComparedFigures.isMeant(entry.getKey(), name))
        .max(Map.Entry.comparingByKey((one, other) -> one.length() - other.length()))
        .map(Map.Entry::getValue)
        .orElse(otherwise);
  }
}
