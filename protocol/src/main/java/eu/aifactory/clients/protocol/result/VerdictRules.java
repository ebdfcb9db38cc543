package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.List;

/**
 * Judges a result by itself, by families of rules. Each rule may only make the verdict worse, and
 * leaves a sentence with the figures that made it so; {@code docs/metrics.md} lists them with their
 * bounds.
 */
final class VerdictRules {
  private VerdictRules() {}

  /**
   * @param figures of all agents together
   */
  static VerdictReasons judge(
      Workload workload,
      Figures figures,
      RunStages stages,
      List<AgentFigures> agents,
      ServerLooks looks,
      TokenLedger ledger,
      SteadyPart steady) {
    VerdictReasons reasons = new VerdictReasons();
    new SendRules(figures, reasons).judge();
    new ArrivalRules(workload, stages, agents, reasons).judge();
    new AgentRules(figures, agents, reasons).judge();
    new ServerRules(workload, figures, looks.metrics(), ledger, reasons).judge();
    new AbsenceRules(workload, figures, ledger, steady, reasons).judge();
    return reasons;
  }
}
