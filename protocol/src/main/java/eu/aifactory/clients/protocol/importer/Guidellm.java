package eu.aifactory.clients.protocol.importer;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.compare.UnfitComparisonException;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.result.FigureBlock;
import eu.aifactory.clients.protocol.result.Latency;
import eu.aifactory.clients.protocol.result.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON of {@code guidellm benchmark}: figures are taken from its record of each request. */
final class Guidellm {
  static final String TOOL = "guidellm";

  private static final double MILLIS = 1000;

  private Guidellm() {}

  static boolean wrote(ForeignFile file) {
    return file.json().containsKey("benchmarks") && file.text("metadata.guidellm_version") != null;
  }

  /**
   * @param number of the benchmark, from 1; 0 takes the only one
   */
  static Result read(ForeignFile file, int number) {
    List<ForeignFile> benchmarks = file.parts("benchmarks");
    if (number > benchmarks.size() || benchmarks.isEmpty()) {
      throw new UnfitComparisonException(
          "%s has %d benchmarks, and no number %d"
              .formatted(file.name(), benchmarks.size(), Math.max(number, 1)));
    }
    if (number == 0 && benchmarks.size() > 1) {
      throw new UnfitComparisonException(
          "%s has %d benchmarks: import one of them with --benchmark"
              .formatted(file.name(), benchmarks.size()));
    }
    ForeignFile benchmark = benchmarks.get(Math.max(number, 1) - 1);
    return read(benchmark, file.text("metadata.guidellm_version"));
  }

  private static Result read(ForeignFile file, String version) {
    ImportedResult result = new ImportedResult(TOOL);
    result.software = TOOL + " " + version;
    result.runId = file.text("config.id_");
    result.createdAt =
        Instant.ofEpochMilli(Math.round(file.required("start_time") * MILLIS)).toString();
    result.url = file.text("config.backend.target");
    result.model = file.text("config.backend.model");
    result.api =
        String.valueOf(file.text("config.backend.request_format")).contains("chat")
            ? "chat"
            : "completions";
    result.windowSeconds = file.required("duration");
    Double streams = file.number("config.strategy.streams");
    result.clients = streams == null ? null : Integer.valueOf(streams.intValue());
    result.concurrencyMean = file.number("metrics.request_concurrency.successful.mean");
    Double peak = file.number("metrics.request_concurrency.successful.max");
    result.concurrencyPeak = peak == null ? null : Long.valueOf(peak.longValue());
    result.requests = requests(file);
    boolean closed = result.clients != null;
    String strategy = file.text("config.strategy.type_");
    result.load =
        Workload.Load.of(closed ? Workload.Load.CLOSED : strategy)
            .rate(file.number("config.strategy.rate"))
            .requests(result.requests.intended())
            .build();
    latencies(file, result);
    tokens(file, result);
    ownFigures(file, result);
    for (ForeignFile warning : file.parts("warnings")) {
      result.caveat("it warns of itself: " + warning.text("message"));
    }
    return result.result();
  }

  private static FigureBlock.Requests requests(ForeignFile file) {
    long errored = file.count("metrics.request_totals.errored");
    long incomplete = file.count("metrics.request_totals.incomplete");
    Map<String, Long> errors = new TreeMap<>();
    if (errored > 0) {
      errors.put("unclassed", errored);
    }
    if (incomplete > 0) {
      errors.put("cancelled_by_run_end", incomplete);
    }
    long all = file.count("metrics.request_totals.total");
    return new FigureBlock.Requests(
        all, all, file.count("metrics.request_totals.successful"), errored + incomplete, errors);
  }

  /** Its own summaries weight requests by their tokens and put 0 for what is missing. */
  private static void latencies(ForeignFile file, ImportedResult result) {
    List<ForeignFile> requests = file.parts("requests.successful");
    if (requests.size() != result.requests.succeeded()) {
      result.caveat(
          "it kept %d of %d requests, so no latency of ours can be made of them; its own are in compat.guidellm"
              .formatted(requests.size(), result.requests.succeeded()));
      return;
    }
    for (ForeignFile request : requests) {
      Double started = request.number("info.timings.request_start");
      Double due = request.number("info.timings.targeted_start");
      Double first = request.number("info.timings.first_token_iteration");
      Double last = request.number("info.timings.last_token_iteration");
      between(result, Figure.TTFT, started, first);
      between(result, Figure.E2E, started, last);
      between(result, Figure.TTFT_SCHEDULED, due, first);
      between(result, Figure.E2E_SCHEDULED, due, last);
      between(result, Figure.SEND_LAG, due, started);
      Double tokens = request.number("output_tokens");
      if (first != null && last != null && tokens != null && tokens > 1) {
        result.record(Figure.TPOT, (last - first) * MILLIS / (tokens - 1));
      }
    }
    result.caveat("its clock is the wall clock: a step of it would be in the latencies");
    Double mean = file.number("metrics.inter_token_latency_ms.successful.mean");
    if (mean != null) {
      long count = file.count("metrics.inter_token_latency_ms.successful.count");
      result.latency(
          Figure.ITL, new Latency(count, mean, null, null, null, null, null, null, null));
      result.caveat(
          "it keeps no gaps between tokens: itl_ms has its mean alone, which is the same, and chunk_gap_ms is not known");
    }
  }

  private static void between(ImportedResult result, Figure figure, Double from, Double to) {
    if (from != null && to != null) {
      result.record(figure, (to - from) * MILLIS);
    }
  }

  private static void tokens(ForeignFile file, ImportedResult result) {
    result.promptTokens = sum(file, "metrics.prompt_token_count.successful.total_sum");
    result.completionTokens = sum(file, "metrics.output_token_count.successful.total_sum");
    result.caveat(
        "it does not say which answers carried usage: without it, it counts chunks for tokens");
  }

  private static Long sum(ForeignFile file, String path) {
    Double sum = file.number(path);
    return sum == null ? null : Long.valueOf(Math.round(sum));
  }

  private static void ownFigures(ForeignFile file, ImportedResult result) {
    for (String block :
        List.of(
            "time_to_first_token_ms",
            "inter_token_latency_ms",
            "time_per_output_token_ms",
            "request_latency",
            "requests_per_second",
            "output_tokens_per_second")) {
      String path = "metrics.%s.successful.".formatted(block);
      result.own(block + "_mean", file.number(path + "mean"));
      if (!block.endsWith("per_second")) {
        result.own(block + "_p50", file.number(path + "percentiles.p50"));
        result.own(block + "_p90", file.number(path + "percentiles.p90"));
        result.own(block + "_p99", file.number(path + "percentiles.p99"));
      }
    }
  }
}
