package eu.aifactory.clients.load;

import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.rates.RatePlan;
import eu.aifactory.clients.protocol.rates.StageOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Directs the stages of a load that this process makes alone: keeps the counts of those that were
 * run, and chooses the next one. Thread-safe.
 */
final class RateChoice implements StageDirector {
  private final RatePlan plan;
  private final List<StageOutcome> outcomes = new ArrayList<>();
  private double rate;
  private long intended;
  private long good;

  RateChoice(RatePlan plan) {
    this.plan = plan;
    rate = plan.next(List.of()).orElseThrow();
  }

  /** Of the stage in hand: the warm-up's are no part of it. */
  @Override
  public synchronized void measured(RunFigures interval) {
    interval.forEach(
        (stage, figures) -> {
          if (stage == outcomes.size()) {
            intended += figures.counted(Counter.INTENDED);
            good += figures.counted(Counter.GOOD);
          }
        });
  }

  @Override
  public synchronized OptionalDouble next(int stage, boolean overSaturated) {
    outcomes.add(new StageOutcome(rate, intended, good, null, overSaturated));
    intended = 0;
    good = 0;
    OptionalDouble chosen = plan.next(outcomes);
    chosen.ifPresent(value -> rate = value);
    return chosen;
  }

  @Override
  public Instant start(int stage) {
    return Instant.now();
  }
}
