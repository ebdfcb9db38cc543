package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.Machine;
import eu.aifactory.clients.protocol.figures.FigureParts;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.ServerSample;
import java.util.List;

/**
 * What one agent of a run delivered: the sum of its snapshots. The sum is kept as it travels: open,
 * it is some megabytes of histograms, and a run may have a thousand agents.
 *
 * @param parts the sum
 * @param health the worst of its snapshots, or {@code null} when it sent none
 * @param state {@code COMPLETED}, {@code STOPPED}, {@code FAILED} or {@code LOST}
 * @param reason why it did not complete, or {@code null}
 * @param server its looks at the AI server's own counters
 * @param machine what it ran on, or {@code null} when it is not known
 * @param clockUncertaintyMs by which its clock may have differed from the service's after
 *     correction, at most, or {@code null} when it is not known
 */
public record AgentFigures(
    String agent,
    String address,
    String node,
    Double clockOffsetMs,
    FigureParts parts,
    AgentHealth health,
    String state,
    String reason,
    List<ServerSample> server,
    Machine machine,
    Double clockUncertaintyMs) {
  public static final String LOST = "LOST";
  static final String COMPLETED = "COMPLETED";

  public AgentFigures {
    server = List.copyOf(server);
  }

  /** Of an agent that did not look at the server's counters. */
  public AgentFigures(
      String agent,
      String address,
      String node,
      Double clockOffsetMs,
      Figures figures,
      AgentHealth health,
      String state,
      String reason) {
    this(
        agent,
        address,
        node,
        clockOffsetMs,
        figures.toParts(),
        health,
        state,
        reason,
        List.of(),
        null,
        null);
  }

  /** The sum opened, anew each time. */
  public Figures figures() {
    return Figures.of(parts);
  }

  boolean isCompleted() {
    return COMPLETED.equals(state);
  }

  /** The worse of two snapshots' health, member by member; times add up. */
  public static AgentHealth worse(AgentHealth one, AgentHealth other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return new AgentHealth(
        max(one.loopDelayMaxMs(), other.loopDelayMaxMs()),
        sum(one.gcPauseMs(), other.gcPauseMs()),
        max(one.cpuShare(), other.cpuShare()),
        sum(one.loopLateMs(), other.loopLateMs()),
        sum(one.cpuStolenMs(), other.cpuStolenMs()),
        sum(one.cpuThrottledMs(), other.cpuThrottledMs()));
  }

  /** The larger; what is not known is passed over. */
  public static Double max(Double one, Double other) {
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
