package eu.aifactory.clients.load;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.rates.RatePlan;
import eu.aifactory.clients.protocol.rates.StageOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the counts of the stages that were run, and chooses the next one. Single-threaded. */
final class RateChoice {
  private final Workload.Load load;
  private final RatePlan plan;
  private final List<StageOutcome> outcomes = new ArrayList<>();
  private double rate;
  private long intended;
  private long good;

  RateChoice(Workload.Load adaptive) {
    load = adaptive;
    plan = RatePlan.of(adaptive);
  }

  /** The first stage; there always is one. */
  Workload.Load first() {
    rate = plan.next(List.of()).orElseThrow();
    return RatePlan.stage(load, rate, true);
  }

  /** The number of the stage in hand, from 0. */
  int stage() {
    return outcomes.size();
  }

  /** Takes in what was measured in the stage in hand. */
  void add(RunFigures interval) {
    interval.forEach(
        (stage, figures) -> {
          if (stage == stage()) {
            intended += figures.counted(Counter.INTENDED);
            good += figures.counted(Counter.GOOD);
          }
        });
  }

  /** The stage in hand has ended; what comes next, if anything. */
  Optional<Workload.Load> next(boolean overSaturated) {
    outcomes.add(new StageOutcome(rate, intended, good, null, overSaturated));
    intended = 0;
    good = 0;
    return plan.next(outcomes).stream()
        .mapToObj(
            chosen -> {
              rate = chosen;
              return RatePlan.stage(load, chosen, false);
            })
        .findFirst();
  }
}
