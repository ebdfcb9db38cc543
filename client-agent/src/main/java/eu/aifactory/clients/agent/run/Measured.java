package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.load.machine.ThisMachine;
import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.Machine;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.ServerSample;
import eu.aifactory.clients.protocol.rates.LoadSample;
import java.util.List;

/** What was measured in one interval. */
record Measured(
    RunFigures figures, AgentHealth health, List<ServerSample> server, List<LoadSample> samples) {
  private static final Machine MACHINE = ThisMachine.read();

  /** Of a run that did not come to measuring. */
  static Measured nothing() {
    return new Measured(new RunFigures(), null, List.of(), List.of());
  }

  /** What a run measured since the last time. */
  static Measured of(LoadRun run) {
    return new Measured(
        run.takeFigures(), run.takeHealth(), run.takeServerSamples(), run.takeSamples());
  }

  /** As it travels, not numbered yet. */
  Snapshot snapshot(
      String agent, boolean last, String outcome, String reason, Double clockUncertaintyMs) {
    return new Snapshot(
        agent,
        0,
        last,
        outcome,
        reason,
        figures.toParts(),
        health,
        server,
        samples,
        figures.span(),
        MACHINE,
        clockUncertaintyMs);
  }
}
