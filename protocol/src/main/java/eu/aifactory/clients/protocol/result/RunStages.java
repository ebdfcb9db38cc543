package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.rates.RatePlan;
import eu.aifactory.clients.protocol.rates.StageOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The levels of load within a run.
 *
 * @param loads of each stage that was begun, in order; empty when there was one, the whole
 * @param figures of all agents together
 */
public record RunStages(List<Workload.Load> loads, RunFigures figures) {
  public RunStages {
    loads = List.copyOf(loads);
  }

  /**
   * Of a workload. The rates of an adaptive load follow from the figures of its stages, as they did
   * while it was run.
   */
  public static RunStages of(Workload workload, RunFigures figures) {
    Workload.Load load = workload.load();
    if (Workload.Load.STAGES.equals(load.kind())) {
      return new RunStages(load.stages(), figures);
    }
    return load.isAdaptive() ? adaptive(load, figures) : new RunStages(List.of(), figures);
  }

  private static RunStages adaptive(Workload.Load load, RunFigures figures) {
    RatePlan plan = RatePlan.of(load);
    List<Workload.Load> loads = new ArrayList<>();
    List<StageOutcome> outcomes = new ArrayList<>();
    for (int stage : figures.stages()) {
      OptionalDouble rate = plan.next(outcomes);
      if (rate.isEmpty()) {
        break;
      }
      loads.add(RatePlan.stage(load, rate.getAsDouble(), stage == 0));
      outcomes.add(outcome(rate.getAsDouble(), figures.ofStage(stage)));
    }
    return new RunStages(loads, figures);
  }

  /** What came out of the stages that have a rate. */
  public List<StageOutcome> outcomes() {
    List<StageOutcome> outcomes = new ArrayList<>();
    for (int stage = 0; stage < loads.size(); stage++) {
      outcomes.add(outcome(loads.get(stage).rate(), figures.ofStage(stage)));
    }
    return outcomes;
  }

  private static StageOutcome outcome(double rate, Figures figures) {
    double seconds = figures.windowSeconds();
    return new StageOutcome(
        rate,
        figures.counted(Counter.INTENDED),
        figures.counted(Counter.GOOD),
        seconds > 0 ? figures.counted(Counter.SUCCEEDED) / seconds : null,
        figures.counted(Counter.OVER_SATURATED) > 0);
  }
}
