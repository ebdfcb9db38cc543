package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Flattened;
import eu.aifactory.clients.protocol.Machine;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.WorkloadClass;
import java.util.List;
import java.util.Map;

/**
 * The result document of one run. Milliseconds; rates per second; {@code null} is what could not be
 * measured, and {@link Judgement#verdictReasons} says why.
 *
 * @param histograms the latencies themselves, by {@link
 *     eu.aifactory.clients.protocol.figures.Figure#wireName()}: HdrHistogram's compressed V2
 *     encoding of nanoseconds, in Base64; empty ones are left out. What a comparison resamples.
 */
public record Result(
    Origin origin,
    Judgement judgement,
    SentWorkload workload,
    FigureBlock figures,
    Breakdown breakdown,
    Findings findings,
    ServerMetrics serverMetrics,
    Compat compat,
    List<AgentResult> agents,
    Provenance provenance,
    Map<String, String> histograms)
    implements Flattened, FigureBlock.Holder {

  /**
   * Which run it is of.
   *
   * @param benchmarkId the client group, or {@code null} when the load engine ran without a service
   * @param createdAt ISO 8601, UTC
   * @param importedFrom the tool that measured, or {@code null} when it was this software
   */
  public record Origin(Long benchmarkId, String runId, String createdAt, String importedFrom)
      implements Flattened.Part {}

  /** Whether it may be believed, and why not, in sentences. */
  public record Judgement(Verdict verdict, List<String> verdictReasons) implements Flattened.Part {}

  /** The same figures over parts of the run. */
  public record Breakdown(Steady steady, List<Stage> stages, List<RequestClass> classes)
      implements Flattened.Part {}

  /** What kinds of load say beyond figures; {@code null} for the others. */
  public record Findings(Completion completion, Sweep sweep, Search search)
      implements Flattened.Part {}

  public Long benchmarkId() {
    return origin.benchmarkId();
  }

  public String runId() {
    return origin.runId();
  }

  public String createdAt() {
    return origin.createdAt();
  }

  public String importedFrom() {
    return origin.importedFrom();
  }

  public Verdict verdict() {
    return judgement.verdict();
  }

  public List<String> verdictReasons() {
    return judgement.verdictReasons();
  }

  public Steady steady() {
    return breakdown.steady();
  }

  public List<Stage> stages() {
    return breakdown.stages();
  }

  public List<RequestClass> classes() {
    return breakdown.classes();
  }

  public Completion completion() {
    return findings.completion();
  }

  public Sweep sweep() {
    return findings.sweep();
  }

  public Search search() {
    return findings.search();
  }

  /**
   * What was asked for.
   *
   * @param clients of the whole group
   */
  public record SentWorkload(
      Integer clients,
      String client,
      String api,
      String model,
      Workload.Load load,
      Workload.Prompts prompts,
      Workload.Output output,
      Workload.Slo slo,
      Workload.Limits limits,
      Long seed,
      Workload.Records records,
      List<WorkloadClass> classes,
      String hash) {
    static SentWorkload of(Workload workload, int clients) {
      return new SentWorkload(
          clients,
          workload.client(),
          workload.api(),
          workload.model(),
          workload.load(),
          workload.prompts(),
          workload.output(),
          workload.slo(),
          workload.limits(),
          workload.seed(),
          workload.records(),
          workload.classes(),
          workload.hash());
    }
  }

  /**
   * The figures over the steady part of the run: of what was sent and what ended in it.
   *
   * @param beginsAfterSeconds from the run's first send to its begin
   */
  public record Steady(Double seconds, Double beginsAfterSeconds, FigureBlock figures)
      implements Flattened, FigureBlock.Holder {}

  /**
   * How the load ended.
   *
   * @param completed whether it ran to its end
   * @param reason what ended it before, a sentence, or {@code null}
   */
  public record Completion(boolean completed, String reason) {}

  /**
   * What a sweep says of the server.
   *
   * @param sustained highest rate that did not over-saturate it, requests per second, or {@code
   *     null}
   * @param saturation lowest rate that did, or {@code null} when none did
   * @param mostAnsweredPerSecond highest rate of answers of any stage
   */
  public record Sweep(Double sustained, Double saturation, Double mostAnsweredPerSecond) {}

  /**
   * What a search says of the server.
   *
   * @param rate highest rate that was seen to keep the SLO, requests per second, or {@code null}
   * @param confidence with which its true attainment is at least the wanted one
   * @param attainment share of its requests that kept the SLO
   * @param attainmentAtLeast lower bound of its true attainment, at the wanted confidence
   * @param notKeptAt lowest rate that was not seen to keep it, or {@code null}
   * @param reason how the search ended, a sentence
   * @param tried the stages in their order
   */
  public record Search(
      Double rate,
      Double confidence,
      Double attainment,
      Double attainmentAtLeast,
      Double notKeptAt,
      String reason,
      List<Tried> tried) {}

  /**
   * One rate that was tried.
   *
   * @param attainmentAtLeast lower bound of its true attainment, at the wanted confidence
   */
  public record Tried(
      int stage,
      double rate,
      long requests,
      long good,
      Double attainmentAtLeast,
      boolean kept,
      boolean overSaturated) {}

  /**
   * One level of load within the run: the figures of the requests that were due in it.
   *
   * @param index from 0
   * @param serverMetrics from its first request to that of the next stage, or {@code null}
   */
  public record Stage(
      int index,
      Workload.Load load,
      FigureBlock figures,
      ServerMetrics serverMetrics,
      Compat compat)
      implements Flattened, FigureBlock.Holder {}

  /**
   * The figures of the requests of one of the workload's classes.
   *
   * @param index of the class in the workload, from 0
   */
  public record RequestClass(int index, FigureBlock figures)
      implements Flattened, FigureBlock.Holder {}

  /** The figures as other tools define them, by the tool's name. */
  public record Compat(
      Map<String, Double> vllmBenchServe,
      Map<String, Double> guidellm,
      Map<String, Double> aiperf,
      Map<String, Double> inferencePerf) {}

  /**
   * @param state {@code COMPLETED}, {@code STOPPED}, {@code FAILED} or {@code LOST}
   * @param clockUncertaintyMs most by which {@code clockOffsetMs} may be wrong
   */
  public record AgentResult(
      String agent,
      String address,
      String node,
      Double clockOffsetMs,
      FigureBlock.Requests requests,
      Latency ttftMs,
      Latency e2eMs,
      Latency sendLagMs,
      Double loopDelayMaxMs,
      Double gcPauseMs,
      Double cpuShare,
      Double loopLateMs,
      Double cpuStolenMs,
      Double cpuThrottledMs,
      String state,
      Machine machine,
      Double clockUncertaintyMs) {}

  /** Where the figures come from. */
  public record Provenance(String software, Server server, Slurm slurm, String java, String host) {}

  /**
   * The AI server that was measured.
   *
   * @param maxModelLen longest prompt plus answer, tokens, or {@code null} where it does not say
   */
  public record Server(
      String url, String kind, String serviceId, String version, String model, Long maxModelLen) {
    /** As the set-up of a run found it. */
    public static Server of(AiService service) {
      return new Server(
          service.baseUrl(),
          service.kind(),
          service.serviceId(),
          service.version(),
          service.model(),
          service.maxModelLen());
    }

    /** Of which the set-up found nothing out. */
    public static Server at(String url) {
      return new Server(url, null, null, null, null, null);
    }
  }

  /** The job that measured; {@code null} where no Slurm was used. */
  public record Slurm(String version, Long jobId, List<String> nodes) {}
}
