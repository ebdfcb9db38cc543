package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.WorkloadClass;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.List;
import java.util.stream.Stream;

/** Whether the requests of each open loop left as its schedule asked for. */
final class ArrivalRules {
  private final Workload.Load load;
  private final RunStages stages;
  private final OfferedRateRule offered;
  private final DispersionRule dispersion;
  private final boolean scheduled;

  ArrivalRules(
      Workload workload, RunStages stages, List<AgentFigures> agents, VerdictReasons reasons) {
    this.load = workload.load();
    this.stages = stages;
    this.offered = new OfferedRateRule(load.maxInFlight(), reasons);
    this.dispersion = new DispersionRule(reasons);
    this.scheduled = allDelivered(agents) && !hasConversations(workload);
  }

  /** The share of an agent that ended early lacks in what was sent after it. */
  private static boolean allDelivered(List<AgentFigures> agents) {
    return agents.stream().allMatch(agent -> agent.isCompleted() && agent.reason() == null);
  }

  /** Further turns are due when the server has answered: no schedule says when. */
  private static boolean hasConversations(Workload workload) {
    return Stream.concat(
            Stream.of(workload.prompts()), workload.classes().stream().map(WorkloadClass::prompts))
        .anyMatch(prompts -> prompts != null && prompts.conversations() != null);
  }

  void judge() {
    List<Workload.Load> loads = stages.loads();
    if (loads.isEmpty()) {
      judge("the load", load, 0);
    }
    for (int stage = 0; stage < loads.size(); stage++) {
      judge("stage " + stage, loads.get(stage), stage);
    }
  }

  private void judge(String name, Workload.Load of, int stage) {
    if (of.isOpen()) {
      Figures figures = stages.figures().ofStage(stage);
      offered.judge(name, of, figures);
      if (scheduled) {
        dispersion.judge(name, of, figures);
      }
    }
  }
}
