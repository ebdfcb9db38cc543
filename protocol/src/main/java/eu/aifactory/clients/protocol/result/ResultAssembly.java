package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.time.Instant;
import java.util.List;

/** Puts a run's result together from what its agents delivered. */
public final class ResultAssembly {
  private final Figures figures = new Figures();
  private final List<AgentFigures> agents;

  private ResultAssembly(List<AgentFigures> agents) {
    this.agents = List.copyOf(agents);
    this.agents.forEach(agent -> figures.addAgent(agent.figures()));
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
      List<AgentFigures> agents) {
    return new ResultAssembly(agents)
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
    VerdictRules verdict = VerdictRules.judge(workload, figures, agents);
    return new Result(
        benchmarkId,
        runId,
        createdAt.toString(),
        verdict.verdict(),
        verdict.reasons(),
        sent,
        requests(figures),
        rates(),
        concurrency(),
        goodput(workload.slo()),
        latency(Figure.TTFT),
        latency(Figure.TTFT_SCHEDULED),
        latency(Figure.E2E),
        latency(Figure.E2E_SCHEDULED),
        latency(Figure.TPOT),
        latency(Figure.ITL),
        latency(Figure.CHUNK_GAP),
        latency(Figure.SEND_LAG),
        latency(Figure.HEADERS),
        latency(Figure.FIRST_EVENT),
        serverTimes(),
        tokens(),
        new Result.Window("full", windowSeconds()),
        null,
        List.of(),
        null,
        agents.stream().map(ResultAssembly::agentResult).toList(),
        provenance,
        figures.toParts().histograms());
  }

  private static Result.Requests requests(Figures figures) {
    return new Result.Requests(
        figures.counted(Counter.INTENDED),
        figures.counted(Counter.SENT),
        figures.counted(Counter.SUCCEEDED),
        figures.counted(Counter.FAILED),
        figures.errors());
  }

  private Result.Rates rates() {
    return new Result.Rates(
        perSecond(Counter.SUCCEEDED),
        perSecond(Counter.PROMPT_TOKENS),
        perSecond(Counter.COMPLETION_TOKENS));
  }

  private Result.Concurrency concurrency() {
    Double seconds = windowSeconds();
    return new Result.Concurrency(
        seconds == null ? null : figures.inFlightSeconds() / seconds, figures.inFlightPeak());
  }

  private Result.Goodput goodput(Workload.Slo slo) {
    long intended = figures.counted(Counter.INTENDED);
    if (slo.asksNothing() || intended == 0) {
      return null;
    }
    return new Result.Goodput(
        perSecond(Counter.GOOD), figures.counted(Counter.GOOD) / (double) intended);
  }

  private Result.ServerTimes serverTimes() {
    Latency queue = latency(Figure.SERVER_QUEUE);
    return queue == null
        ? null
        : new Result.ServerTimes(queue, latency(Figure.SERVER_PREFILL), latency(Figure.NETWORK));
  }

  private Result.Tokens tokens() {
    boolean byUsage = figures.counted(Counter.WITHOUT_USAGE) == 0;
    return new Result.Tokens(
        byUsage ? figures.counted(Counter.PROMPT_TOKENS) : null,
        figures.counted(Counter.COMPLETION_TOKENS),
        byUsage ? "usage" : "chunks",
        new Result.Ledger(figures.counted(Counter.COMPLETION_TOKENS), null, null));
  }

  /** {@code null} when nothing was recorded: absence is not zero. */
  private Latency latency(Figure figure) {
    Latency latency = Latency.of(figures.histogram(figure));
    return latency.count() == 0 ? null : latency;
  }

  private Double perSecond(Counter counter) {
    Double seconds = windowSeconds();
    return seconds == null ? null : figures.counted(counter) / seconds;
  }

  private Double windowSeconds() {
    double seconds = figures.windowSeconds();
    return seconds > 0 ? seconds : null;
  }

  private static Result.AgentResult agentResult(AgentFigures agent) {
    Figures own = agent.figures();
    boolean healthKnown = agent.health() != null;
    return new Result.AgentResult(
        agent.agent(),
        agent.address(),
        agent.node(),
        agent.clockOffsetMs(),
        requests(own),
        Latency.of(own.histogram(Figure.TTFT)),
        Latency.of(own.histogram(Figure.E2E)),
        Latency.of(own.histogram(Figure.SEND_LAG)),
        healthKnown ? agent.health().loopDelayMaxMs() : null,
        healthKnown ? agent.health().gcPauseMs() : null,
        healthKnown ? agent.health().cpuShare() : null,
        agent.state());
  }
}
