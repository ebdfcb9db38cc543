package eu.aifactory.clients.protocol.compare;

import eu.aifactory.clients.protocol.result.Verdict;
import java.util.List;

/**
 * What two sides differ in, and whether the second is worse than the first.
 *
 * @param verdict the worst of the figures that were judged
 * @param reasons why, and what to know of it, a sentence each
 * @param differences of what was asked for and of where, those of the load first
 * @param figures in the order of the result document
 */
public record Comparison(
    Outcome verdict,
    List<String> reasons,
    List<Run> base,
    List<Run> with,
    List<Difference> differences,
    List<Effect> figures,
    Method method) {

  /**
   * A result that is compared.
   *
   * @param name by which it was asked for
   * @param software that measured
   */
  public record Run(
      String name, String runId, String createdAt, Verdict verdict, String software) {}

  /**
   * A member of the results in which the sides differ.
   *
   * @param kind {@code load}, {@code server} or {@code measurement}
   * @param member its path in the document
   * @param base its values on this side, several of several runs; {@code null} where there is none
   */
  public record Difference(String kind, String member, String base, String with) {}

  /**
   * A figure of both sides.
   *
   * @param better {@code lower} or {@code higher}
   * @param base of several runs the geometric mean; of shares of requests that of all their
   *     requests; {@code null} when it was not measured
   * @param effect change from base to with, as a share of base, of shares of requests their
   *     difference
   * @param low lower end of the effect's interval of confidence; {@code null} when it is not known
   * @param high upper end, likewise
   * @param runSpread relative standard deviation from run to run beyond what requests within a run
   *     explain; {@code null} where it does not enter
   * @param tolerance by how much it may be worse, on the scale of the effect
   * @param verdict {@code null} when it was not judged
   * @param reason why it was not judged or is inconclusive, or {@code null}
   */
  public record Effect(
      String figure,
      String better,
      Double base,
      Double with,
      Double effect,
      Double low,
      Double high,
      Double runSpread,
      Double tolerance,
      Outcome verdict,
      String reason) {}

  /**
   * How the intervals came about.
   *
   * @param confidence that an interval holds the effect
   * @param resamples drawn for each figure
   * @param runSpreadFrom {@code runs} when it was estimated from repeated runs, {@code assumption}
   *     when there were too few
   */
  public record Method(Double confidence, int resamples, String runSpreadFrom) {}
}
