package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.List;

/** Whether the requests of each open loop left as its schedule asked for. */
final class ArrivalRules {
  private final Workload.Load load;
  private final RunStages stages;
  private final OfferedRateRule offered;

  ArrivalRules(Workload workload, RunStages stages, VerdictReasons reasons) {
    this.load = workload.load();
    this.stages = stages;
    this.offered = new OfferedRateRule(load.maxInFlight(), reasons);
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
    }
  }
}
