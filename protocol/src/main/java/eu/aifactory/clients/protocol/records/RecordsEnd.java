package eu.aifactory.clients.protocol.records;

import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;

/**
 * Body of {@code PUT /client-group/{id}/runs/{run}/records/{agent}}: an agent has delivered all its
 * blocks.
 *
 * @param blocks that there are
 * @param kept requests that left a record
 */
public record RecordsEnd(int blocks, long kept, RecordsMissed missed) {

  /** Counts these requests among those of a run; they are not told apart by stage. */
  public void countInto(RunFigures run) {
    Figures figures = run.at(0, 0);
    figures.count(Counter.RECORDS_KEPT, kept);
    figures.count(Counter.RECORDS_BEHIND, missed.behind());
    figures.count(Counter.RECORDS_OVER_LIMIT, missed.overLimit());
    figures.count(Counter.RECORDS_UNWRITTEN, missed.unwritten());
  }
}
