package eu.aifactory.clients.protocol.compare;

import java.util.List;

/**
 * How to compare.
 *
 * @param figures names of figures or of blocks; empty for the usual ones
 * @param runSpread relative standard deviation from run to run that is assumed where there are too
 *     few runs to see it
 * @param force whether different loads are compared all the same
 */
public record ComparisonOptions(
    Tolerances tolerances, List<String> figures, double runSpread, boolean force) {
  /** What repeated runs against an idle server differ by, at the least. */
  public static final double USUAL_RUN_SPREAD = 0.01;

  /**
   * @param tolerances as {@link Tolerances#of} takes them
   * @param figures as above
   * @param runSpread {@code 1%}, or {@code null} for the usual
   * @throws UnfitComparisonException naming the one that cannot be
   */
  public static ComparisonOptions of(
      List<String> tolerances, List<String> figures, String runSpread, boolean force) {
    ComparedFigures.of(figures);
    return new ComparisonOptions(
        Tolerances.of(tolerances),
        List.copyOf(figures),
        runSpread == null ? USUAL_RUN_SPREAD : Percent.parse("run spread", runSpread),
        force);
  }
}
