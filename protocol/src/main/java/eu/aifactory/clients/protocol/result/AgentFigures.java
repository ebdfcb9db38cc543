package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.figures.Figures;

/**
 * What one agent of a run delivered: the sum of its snapshots.
 *
 * @param health the worst of its snapshots, or {@code null} when it sent none
 * @param state {@code COMPLETED}, {@code STOPPED}, {@code FAILED} or {@code LOST}
 * @param reason why it did not complete, or {@code null}
 */
public record AgentFigures(
    String agent,
    String address,
    String node,
    Double clockOffsetMs,
    Figures figures,
    AgentHealth health,
    String state,
    String reason) {
  public static final String LOST = "LOST";

  /** The worse of two snapshots' health, member by member; collection pauses add up. */
  public static AgentHealth worse(AgentHealth one, AgentHealth other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return new AgentHealth(
        max(one.loopDelayMaxMs(), other.loopDelayMaxMs()),
        sum(one.gcPauseMs(), other.gcPauseMs()),
        max(one.cpuShare(), other.cpuShare()));
  }

  private static Double max(Double one, Double other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Math.max(one, other);
  }

  private static Double sum(Double one, Double other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one + other;
  }
}
