package eu.aifactory.clients.protocol.importer;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.result.FigureBlock;
import eu.aifactory.clients.protocol.result.Latencies;
import eu.aifactory.clients.protocol.result.Latency;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.protocol.result.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A result that another tool measured, while it is put together: what was not set is {@code null}
 * in the document.
 */
final class ImportedResult {
  private static final double NANOS_PER_MILLI = 1e6;

  private final String tool;
  private final List<String> reasons = new ArrayList<>();
  private final Map<Figure, Latency> latencies = new EnumMap<>(Figure.class);
  private final Figures recorded = new Figures();
  private final Map<String, Double> own = new TreeMap<>();

  String runId;
  String createdAt;
  String software;
  String url;
  String model;
  String api;
  Integer clients;
  Workload.Load load;
  FigureBlock.Requests requests;
  Double windowSeconds;
  Double concurrencyMean;
  Long concurrencyPeak;
  Long promptTokens;
  Long completionTokens;
  String countedBy;

  /**
   * @param tool its name, as people say it
   */
  ImportedResult(String tool) {
    this.tool = tool;
    reasons.add(
        "imported from %s, not verified: nothing proves that its client was fast enough, and a truncated stream may count as success"
            .formatted(tool));
  }

  /** Something to know of the figures, a sentence. */
  void caveat(String reason) {
    reasons.add(reason);
  }

  void latency(Figure figure, Latency latency) {
    if (latency != null && latency.count() > 0) {
      latencies.put(figure, latency);
    }
  }

  /** A latency of one request; then the figure's block is that of all that were recorded. */
  void record(Figure figure, double millis) {
    recorded.record(figure, Math.round(millis * NANOS_PER_MILLI));
  }

  /** A figure under the tool's own name and by its own definition. */
  void own(String name, Double value) {
    if (value != null) {
      own.put(name, value);
    }
  }

  Result result() {
    for (Figure figure : Figure.values()) {
      if (!latencies.containsKey(figure)) {
        latency(figure, Latency.of(recorded.histogram(figure)));
      }
    }
    boolean succeeded = requests.succeeded() > 0;
    if (!succeeded) {
      reasons.add("none of %d requests succeeded".formatted(requests.sent()));
    }
    return new Result(
        new Result.Origin(null, runId, createdAt, tool),
        new Result.Judgement(succeeded ? Verdict.DEGRADED : Verdict.INVALID, List.copyOf(reasons)),
        new Result.SentWorkload(
            clients, null, api, model, load, null, null, null, null, null, null, null, null),
        figures(),
        new Result.Breakdown(null, List.of(), null),
        new Result.Findings(null, null, null),
        null,
        compat(),
        List.of(),
        new Result.Provenance(
            software, new Result.Server(url, null, null, null, model, null), null, null, null),
        recorded.toParts().histograms());
  }

  private FigureBlock figures() {
    return new FigureBlock(
        requests,
        new FigureBlock.Rates(
            rate(requests.succeeded()), rate(promptTokens), rate(completionTokens)),
        new FigureBlock.Concurrency(concurrencyMean, concurrencyPeak),
        null,
        Latencies.of(latencies::get),
        null,
        new FigureBlock.Tokens(
            promptTokens,
            completionTokens,
            countedBy,
            new FigureBlock.Ledger(completionTokens, null, null, null)),
        new FigureBlock.Window("full", windowSeconds));
  }

  private Result.Compat compat() {
    return switch (tool) {
      case VllmBenchServe.TOOL -> new Result.Compat(own, null, null, null);
      case Guidellm.TOOL -> new Result.Compat(null, own, null, null);
      default -> new Result.Compat(null, null, own, null);
    };
  }

  private Double rate(Long count) {
    return count == null || windowSeconds == null || windowSeconds <= 0
        ? null
        : Double.valueOf(count / windowSeconds);
  }
}
