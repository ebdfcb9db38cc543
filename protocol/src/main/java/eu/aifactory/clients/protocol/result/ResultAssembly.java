package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.rates.RateSearch;
import eu.aifactory.clients.protocol.rates.RateSweep;
import eu.aifactory.clients.protocol.rates.StageOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts a run's result together from what its agents delivered. */
public final class ResultAssembly {
  private final Figures figures = new Figures();
  private final List<AgentFigures> agents;
  private final RunStages stages;
  private final SteadyPart steady;

  private ResultAssembly(List<AgentFigures> agents, RunStages stages, SteadyPart steady) {
    this.agents = List.copyOf(agents);
    this.agents.forEach(agent -> figures.addAgent(agent.figures()));
    this.stages = stages;
    this.steady = steady;
  }

  /** Of a run of which nobody noted how many requests were in flight when. */
  public static Result assemble(
      Long benchmarkId,
      String runId,
      Instant createdAt,
      int clients,
      Workload workload,
      Result.Provenance provenance,
      List<AgentFigures> agents,
      RunStages stages) {
    return assemble(
        benchmarkId,
        runId,
        createdAt,
        clients,
        workload,
        provenance,
        agents,
        stages,
        new SteadyPart(SteadyWindow.unknown()));
  }

  /**
   * @param benchmarkId the client group, or {@code null} without one
   * @param createdAt when the run began
   * @param clients of the whole group
   * @param workload as it was sent, defaults filled in
   */
  public static Result assemble(
      Long benchmarkId,
      String runId,
      Instant createdAt,
      int clients,
      Workload workload,
      Result.Provenance provenance,
      List<AgentFigures> agents,
      RunStages stages,
      SteadyPart steady) {
    return new ResultAssembly(agents, stages, steady)
        .result(
            benchmarkId,
            runId,
            createdAt,
            workload,
            Result.SentWorkload.of(workload, clients),
            provenance);
  }

  private Result result(
      Long benchmarkId,
      String runId,
      Instant createdAt,
      Workload workload,
      Result.SentWorkload sent,
      Result.Provenance provenance) {
    Figures sentAtAll = withWarmUp();
    ServerLooks looks =
        new ServerLooks(
            agents.stream().flatMap(agent -> agent.server().stream()).toList(),
            sentAtAll.firstSendMicros());
    TokenLedger ledger = TokenLedger.of(sentAtAll, agents, looks, workload.mostAnswerTokens());
    VerdictReasons reasons =
        VerdictRules.judge(workload, figures, stages, agents, looks, ledger, steady);
    boolean judged = workload.hasSlo();
    return new Result(
        new Result.Origin(benchmarkId, runId, createdAt.toString(), null),
        new Result.Judgement(reasons.verdict(), reasons.sentences()),
        sent,
        new FigureBlocks(figures, judged).block(ledger.block()),
        new Result.Breakdown(
            steady.block(judged, figures.firstSendMicros()),
            stages(judged, looks),
            classes(workload.classes().size(), judged)),
        new Result.Findings(completion(), sweep(workload.load()), search(workload.load())),
        looks.metrics(),
        ToolFigures.of(figures),
        agents.stream().map(ResultAssembly::agentResult).toList(),
        provenance,
        figures.toParts().histograms());
  }

  /** The server counts the warm-up too. */
  private Figures withWarmUp() {
    Figures all = new Figures();
    all.addAgent(figures);
    stages
        .figures()
        .forEach(
            (stage, own) -> {
              if (stage == RunFigures.WARM_UP) {
                all.addInterval(own);
              }
            });
    return all;
  }

  private List<Result.Stage> stages(boolean judged, ServerLooks looks) {
    List<Result.Stage> blocks = new ArrayList<>();
    Figures own = stages.figures().ofStage(0);
    for (int stage = 0; stage < stages.loads().size(); stage++) {
      Figures next = stages.figures().ofStage(stage + 1);
      blocks.add(
          new Result.Stage(
              stage,
              stages.loads().get(stage),
              new FigureBlocks(own, judged).block(),
              looks.metricsBetween(own.firstSendMicros(), next.firstSendMicros()),
              ToolFigures.of(own)));
      own = next;
    }
    return blocks;
  }

  private List<Result.RequestClass> classes(int count, boolean judged) {
    List<Result.RequestClass> blocks = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      Figures own = stages.figures().ofClass(index);
      blocks.add(new Result.RequestClass(index, new FigureBlocks(own, judged).block()));
    }
    return blocks;
  }

  private Result.Completion completion() {
    return agents.stream()
        .filter(agent -> agent.reason() != null || !agent.isCompleted())
        .findFirst()
        .map(agent -> new Result.Completion(false, agent.reason()))
        .orElseGet(() -> new Result.Completion(true, null));
  }

  private Result.Sweep sweep(Workload.Load load) {
    if (load.sweep() == null) {
      return null;
    }
    RateSweep.Conclusion found = new RateSweep(load.sweep()).conclusion(stages.outcomes());
    return new Result.Sweep(found.sustained(), found.saturation(), found.mostAnsweredPerSecond());
  }

  private Result.Search search(Workload.Load load) {
    if (load.search() == null) {
      return null;
    }
    RateSearch search = new RateSearch(load.search());
    List<StageOutcome> outcomes = stages.outcomes();
    RateSearch.Conclusion found = search.conclusion(outcomes);
    List<Result.Tried> tried = new ArrayList<>();
    for (StageOutcome stage : outcomes) {
      tried.add(
          new Result.Tried(
              tried.size(),
              stage.rate(),
              stage.intended(),
              stage.good(),
              search.attainmentAtLeast(stage),
              search.keeps(stage),
              stage.overSaturated()));
    }
    return new Result.Search(
        found.rate(),
        found.confidence(),
        found.attainment(),
        found.attainmentAtLeast(),
        found.notKeptAt(),
        found.reason(),
        tried);
  }

  private static Result.AgentResult agentResult(AgentFigures agent) {
    Figures own = agent.figures();
    boolean healthKnown = agent.health() != null;
    return new Result.AgentResult(
        agent.agent(),
        agent.address(),
        agent.node(),
        agent.clockOffsetMs(),
        new FigureBlocks(own, false).requests(),
        Latency.of(own.histogram(Figure.TTFT)),
        Latency.of(own.histogram(Figure.E2E)),
        Latency.of(own.histogram(Figure.SEND_LAG)),
        healthKnown ? agent.health().loopDelayMaxMs() : null,
        healthKnown ? agent.health().gcPauseMs() : null,
        healthKnown ? agent.health().cpuShare() : null,
        healthKnown ? agent.health().loopLateMs() : null,
        healthKnown ? agent.health().cpuStolenMs() : null,
        healthKnown ? agent.health().cpuThrottledMs() : null,
        agent.state(),
        agent.machine(),
        agent.clockUncertaintyMs());
  }
}
