package eu.aifactory.clients.protocol.importer;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.result.FigureBlock;
import eu.aifactory.clients.protocol.result.Latency;
import eu.aifactory.clients.protocol.result.Result;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Map;

/** The JSON that {@code aiperf profile} exports. */
final class Aiperf {
  static final String TOOL = "aiperf";

  private Aiperf() {}

  static boolean wrote(ForeignFile file) {
    return file.json().containsKey("aiperf_version");
  }

  static Result read(ForeignFile file) {
    ImportedResult result = new ImportedResult(TOOL);
    result.software = TOOL + " " + file.text("aiperf_version");
    result.runId = file.text("benchmark_id");
    result.requests = requests(file);
    result.windowSeconds = file.required("benchmark_duration.avg");
    result.concurrencyMean = file.number("effective_concurrency.avg");
    Double peak = file.number("effective_concurrency.max");
    result.concurrencyPeak = peak == null ? null : Long.valueOf(peak.longValue());
    setUp(file, result);
    boolean tokensAreTheServers = tokens(file, result);
    result.latency(Figure.TTFT, block(file, "time_to_first_token"));
    result.latency(Figure.E2E, block(file, "request_latency"));
    result.latency(Figure.CHUNK_GAP, block(file, "inter_chunk_latency"));
    if (tokensAreTheServers) {
      result.latency(Figure.TPOT, block(file, "inter_token_latency"));
    }
    ownFigures(file, result);
    caveats(file, result);
    return result.result();
  }

  private static FigureBlock.Requests requests(ForeignFile file) {
    long succeeded = file.count("request_count.avg");
    Double failures = file.number("error_request_count.avg");
    long failed = failures == null ? 0 : Math.round(failures);
    return new FigureBlock.Requests(
        succeeded + failed,
        succeeded + failed,
        succeeded,
        failed,
        failed == 0 ? Map.of() : Map.of("unclassed", failed));
  }

  private static void setUp(ForeignFile file, ImportedResult result) {
    result.model = first(file, "input_config.models.items", "name");
    file.part("input_config.endpoint")
        .ifPresent(
            endpoint -> {
              result.api = endpoint.text("type");
              if (endpoint.json().get("urls") instanceof JsonArray urls
                  && !urls.isEmpty()
                  && urls.get(0) instanceof JsonString url) {
                result.url = url.getString();
              }
            });
    List<ForeignFile> phases = file.parts("input_config.phases");
    Double clients = phases.isEmpty() ? null : phases.getLast().number("concurrency");
    result.clients = clients == null ? null : Integer.valueOf(clients.intValue());
    String type = phases.isEmpty() ? null : phases.getLast().text("type");
    if (type != null) {
      String kind = "concurrency".equals(type) ? Workload.Load.CLOSED : type;
      result.load =
          Workload.Load.of(kind)
              .rate(phases.getLast().number("rate"))
              .requests(result.requests.intended())
              .build();
    }
  }

  /** Whether its own count, on which its latency of a token rests, is the server's. */
  private static boolean tokens(ForeignFile file, ImportedResult result) {
    Double usage = file.number("total_usage_completion_tokens.avg");
    Double own = file.number("total_osl.avg");
    Double prompt = file.number("total_usage_prompt_tokens.avg");
    result.promptTokens = prompt == null ? null : Long.valueOf(Math.round(prompt));
    if (usage == null) {
      result.completionTokens = own == null ? null : Long.valueOf(Math.round(own));
      result.countedBy = "tokenizer";
      result.caveat(
          "tokens were counted by its own tokenizer, and the server did not say: tpot_ms is not known");
      return false;
    }
    result.completionTokens = Math.round(usage);
    result.countedBy = "usage";
    if (!usage.equals(own)) {
      result.caveat(
          "its tokenizer counted %s tokens where the server declared %s: the server's are taken, the token rate is made anew, and tpot_ms, which it divides by its own count, is not known"
              .formatted(own == null ? "no" : Long.toString(Math.round(own)), Math.round(usage)));
    }
    return usage.equals(own);
  }

  private static Latency block(ForeignFile file, String name) {
    Double count = file.number(name + ".count");
    return count == null
        ? null
        : new Latency(
            Math.round(count),
            file.number(name + ".avg"),
            file.number(name + ".min"),
            file.number(name + ".p50"),
            file.number(name + ".p90"),
            file.number(name + ".p95"),
            file.number(name + ".p99"),
            null,
            file.number(name + ".max"));
  }

  private static void ownFigures(ForeignFile file, ImportedResult result) {
    for (String name :
        List.of(
            "time_to_first_token",
            "request_latency",
            "inter_token_latency",
            "inter_chunk_latency")) {
      for (String statistic : List.of("avg", "p50", "p90", "p99")) {
        result.own(name + "_" + statistic, file.number(name + "." + statistic));
      }
    }
    result.own("request_throughput_avg", file.number("request_throughput.avg"));
    result.own("output_token_throughput_avg", file.number("output_token_throughput.avg"));
  }

  private static void caveats(ForeignFile file, ImportedResult result) {
    result.caveat(
        "it keeps no latencies of single requests in this file: an interval takes repeated runs");
    if ("true".equals(String.valueOf(file.json().get("was_cancelled")))) {
      result.caveat("it was cancelled before its end");
    }
    if (file.text("start_time") != null) {
      result.caveat(
          "it began at %s by a clock whose zone it does not say"
              .formatted(file.text("start_time")));
    }
  }

  private static String first(ForeignFile file, String list, String member) {
    List<ForeignFile> parts = file.parts(list);
    return parts.isEmpty() ? null : parts.getFirst().text(member);
  }
}
