package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import java.time.Instant;
import java.util.List;

/** Results of ten seconds without stages, whose agents tell what a test makes up. */
final class MadeUpResults {
  static final long MILLI = 1_000_000;

  static final RunStages NO_STAGES = new RunStages(List.of(), new RunFigures());

  private MadeUpResults() {}

  /** Requests that all succeeded, whose first tokens took 100 ms. */
  static Figures good(int requests) {
    Figures figures = new Figures();
    figures.count(Counter.INTENDED, requests);
    figures.count(Counter.SENT, requests);
    figures.count(Counter.SUCCEEDED, requests);
    figures.count(Counter.COMPLETION_TOKENS, requests * 50L);
    figures.record(Figure.TTFT, 100 * MILLI, requests);
    figures.record(Figure.SEND_LAG, MILLI / 10, requests);
    figures.sentAt(1_000_000_000L);
    figures.endedAt(1_010_000_000L);
    return figures;
  }

  static AgentFigures agent(String name, Figures figures, AgentHealth health) {
    return new AgentFigures(
        name, "http://" + name + ":1", "node", 0.0, figures, health, "COMPLETED", null);
  }

  static Result assemble(AgentFigures... agents) {
    return ResultAssembly.assemble(
        1L, "run", Instant.EPOCH, 4, Workload.standard(), null, List.of(agents), NO_STAGES);
  }
}
