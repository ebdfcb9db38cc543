package eu.aifactory.clients.protocol.compare;

import eu.aifactory.clients.protocol.figures.Figure;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which figures are compared: all of them that both sides have, unless some were named.
 *
 * @param ratios compared by their ratio
 * @param shares compared by their difference
 * @param named whether somebody named them, and so wants each of them judged
 */
record ComparedFigures(List<ComparedFigure> ratios, Set<ShareFigure> shares, boolean named) {
  /** Without being asked for: each waiting of a user once. */
  private static final Set<Figure> USUAL =
      EnumSet.of(Figure.TTFT, Figure.TPOT, Figure.ITL, Figure.E2E);

  private static final List<Figure> KNOWN =
      List.of(
          Figure.TTFT,
          Figure.TTFT_SCHEDULED,
          Figure.TPOT,
          Figure.ITL,
          Figure.CHUNK_GAP,
          Figure.E2E,
          Figure.E2E_SCHEDULED,
          Figure.FIRST_EVENT);

  /** Those that are compared unless some are named. */
  static ComparedFigures usual() {
    List<ComparedFigure> ratios = new ArrayList<>(rates());
    USUAL.forEach(figure -> statistics(figure).limit(4).forEach(ratios::add));
    return new ComparedFigures(ratios, EnumSet.allOf(ShareFigure.class), false);
  }

  /**
   * @param names each that of a figure, {@code ttft_ms.p99}, or of a block, {@code ttft_ms}
   * @throws UnfitComparisonException for a name that is none
   */
  static ComparedFigures of(List<String> names) {
    if (names.isEmpty()) {
      return usual();
    }
    List<ComparedFigure> ratios = new ArrayList<>();
    Set<ShareFigure> shares = EnumSet.noneOf(ShareFigure.class);
    for (String name : names) {
      List<ComparedFigure> ofRatio = known().filter(each -> isMeant(name, each.name())).toList();
      List<ShareFigure> ofShare =
          Stream.of(ShareFigure.values()).filter(each -> isMeant(name, each.wireName())).toList();
      if (ofRatio.isEmpty() && ofShare.isEmpty()) {
        throw new UnfitComparisonException(
            "there is no figure \"%s\" to compare; there are %s"
                .formatted(name, String.join(", ", names())));
      }
      ofRatio.stream().filter(each -> !ratios.contains(each)).forEach(ratios::add);
      shares.addAll(ofShare);
    }
    return new ComparedFigures(ratios, shares, true);
  }

  /** Whether the name is that of a figure or of a block of them. */
  static boolean isKnown(String name) {
    return known().anyMatch(each -> isMeant(name, each.name()))
        || Stream.of(ShareFigure.values()).anyMatch(each -> isMeant(name, each.wireName()));
  }

  static boolean isMeant(String given, String name) {
    return name.equals(given) || name.startsWith(given + ".");
  }

  static List<String> names() {
    return Stream.concat(
            known().map(ComparedFigure::name),
            Stream.of(ShareFigure.values()).map(ShareFigure::wireName))
        .toList();
  }

  private static Stream<ComparedFigure> known() {
    return Stream.concat(rates().stream(), KNOWN.stream().flatMap(ComparedFigures::statistics));
  }

  private static List<ComparedFigure> rates() {
    return List.of(
        new RateFigure("requests_per_second"), new RateFigure("output_tokens_per_second"));
  }

  private static Stream<ComparedFigure> statistics(Figure figure) {
    return Stream.of(
        LatencyFigure.mean(figure),
        LatencyFigure.percentile(figure, "p50", 0.5),
        LatencyFigure.percentile(figure, "p90", 0.9),
        LatencyFigure.percentile(figure, "p99", 0.99),
        LatencyFigure.percentile(figure, "p95", 0.95),
        LatencyFigure.percentile(figure, "p999", 0.999));
  }
}
