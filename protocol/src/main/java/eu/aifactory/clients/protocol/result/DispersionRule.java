package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;

/**
 * Holds how unevenly the requests of an open loop really left against how unevenly its kind of
 * arrivals does. Clients that stand still and catch up, or hold requests back, keep the rate and
 * still send another load.
 *
 * <p>The number of a renewal process's events in a window with {@code m} of them on average, gaps
 * of which have the squared coefficient of variation {@code c}, has an index of dispersion of
 * {@code c + (1 - c²) / (6 m)} where gaps are gamma distributed (Cox 1962, 4.5: the variance grows
 * as {@code c m + 1/6 + c²/2 - μ3/3}, and {@code μ3} is {@code 2 c²}). That is 1 for Poisson and,
 * over all positions of the windows, {@code 1 / (6 m)} for even arrivals.
 */
final class DispersionRule {
  /** With fewer requests in a window the chi-square distribution does not hold. */
  private static final double LEAST_MEAN = 5;

  /** Gaps more even than these: how uneven the counts are is a matter of where windows begin. */
  private static final double LEAST_VARIATION = 0.25;

  private final VerdictReasons reasons;

  DispersionRule(VerdictReasons reasons) {
    this.reasons = reasons;
  }

  /**
   * @param name of the stage, as sentences begin
   * @param figures of all agents in it
   */
  void judge(String name, Workload.Load load, Figures figures) {
    Double variation = variation(load);
    // Agents that are told to end a stage do not end it at one instant.
    boolean ended = figures.counted(Counter.OVER_SATURATED) > 0;
    if (variation == null || ended || figures.due().isEmpty()) {
      return;
    }
    double leastMean = LEAST_MEAN * Math.max(1, variation);
    Dispersion sent = Dispersion.of(figures.sent(), figures.due(), leastMean);
    Dispersion due = Dispersion.of(figures.due(), figures.due(), leastMean);
    if (sent == null || due == null) {
      return;
    }
    double expected = variation + (1 - variation * variation) / (6 * due.mean());
    double least = variation < LEAST_VARIATION ? 0 : expected * sent.low();
    // Even arrivals are not even any more when they could be taken for random ones.
    double most = Math.max(expected * sent.high(), variation < 1 ? sent.low() : 0);
    if (sent.index() < least || sent.index() > most) {
      reasons.worsen(
          Verdict.DEGRADED,
          "%s: the sends' index of dispersion is %.2f over %d windows of %.1f s, outside %.2f to"
              + " %.2f, where 99.9 %% of %s arrivals lie (as scheduled it is %.2f): requests did"
              + " not leave as they were due",
          name,
          sent.index(),
          sent.windows(),
          sent.widthSeconds(),
          least,
          most,
          load.kind(),
          due.index());
    }
  }

  /**
   * Of the gaps: their variance over their squared mean. {@code null} for arrivals that are no
   * renewal process of one rate.
   */
  private static Double variation(Workload.Load load) {
    if (load.ramp() != null) {
      return null;
    }
    return switch (load.kind()) {
      case Workload.Load.CONSTANT -> 0.0;
      case Workload.Load.POISSON -> 1.0;
      case Workload.Load.GAMMA -> 1 / load.burstiness();
      default -> null;
    };
  }
}
