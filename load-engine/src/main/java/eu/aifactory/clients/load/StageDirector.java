package eu.aifactory.clients.load;

import eu.aifactory.clients.protocol.figures.RunFigures;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * Says what a sweep or search runs next. Its methods block, on a thread of the run's own that is
 * interrupted when the run shall end; one at a time but for {@link #measured}.
 */
public interface StageDirector {

  /** Hears of what was measured; any thread. */
  default void measured(RunFigures interval) {}

  /**
   * A stage has ended: all its requests have, and its figures can be taken from the run.
   *
   * @param stage the next one's number, from 1
   * @param overSaturated whether the one that has ended was ended for that
   * @return the next one's rate, requests per second of all agents; empty when none follows
   */
  OptionalDouble next(int stage, boolean overSaturated) throws InterruptedException;

  /** That stage is prepared: when it starts, on this machine's wall clock. */
  Instant start(int stage) throws InterruptedException;
}
