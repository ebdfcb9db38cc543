package eu.aifactory.clients.agent.spool;

import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.Span;
import eu.aifactory.clients.protocol.figures.StageParts;
import eu.aifactory.clients.protocol.result.AgentFigures;
import java.util.List;
import java.util.stream.Stream;

/** Snapshots are values: what is done to them makes another. */
public final class SnapshotParts {
  private SnapshotParts() {}

  /** Both in one, under the number of the earlier. */
  public static Snapshot merged(Snapshot earlier, Snapshot later) {
    return new Snapshot(
        later.agent(),
        earlier.sequence(),
        later.last(),
        later.outcome(),
        later.reason(),
        sum(earlier.stages(), later.stages()),
        AgentFigures.worse(earlier.health(), later.health()),
        Stream.concat(earlier.server().stream(), later.server().stream()).toList(),
        Stream.concat(earlier.samples().stream(), later.samples().stream()).toList(),
        Span.covering(earlier.span(), later.span()),
        later.machine(),
        AgentFigures.max(earlier.clockUncertaintyMs(), later.clockUncertaintyMs()));
  }

  private static List<StageParts> sum(List<StageParts> one, List<StageParts> other) {
    RunFigures sum = RunFigures.of(one);
    sum.addInterval(RunFigures.of(other));
    return sum.toParts();
  }
}
