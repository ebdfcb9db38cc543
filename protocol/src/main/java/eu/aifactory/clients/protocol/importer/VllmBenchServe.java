package eu.aifactory.clients.protocol.importer;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.result.FigureBlock;
import eu.aifactory.clients.protocol.result.Latency;
import eu.aifactory.clients.protocol.result.Result;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import java.util.List;
import java.util.Map;

/** The JSON of {@code vllm bench serve --save-result}. */
final class VllmBenchServe {
  static final String TOOL = "vllm bench serve";

  private static final List<String> BLOCKS = List.of("ttft", "tpot", "itl", "e2el");
  private static final List<String> STATISTICS =
      List.of("mean", "median", "std", "p50", "p90", "p95", "p99", "p99.9");

  private VllmBenchServe() {}

  static boolean wrote(ForeignFile file) {
    return file.json().containsKey("request_throughput")
        && file.json().containsKey("completed")
        && file.json().containsKey("num_prompts");
  }

  static Result read(ForeignFile file) {
    ImportedResult result = new ImportedResult(TOOL);
    long completed = file.count("completed");
    long failed = file.number("failed") == null ? 0 : file.count("failed");
    long asked = file.count("num_prompts");
    result.requests =
        new FigureBlock.Requests(
            asked,
            completed + failed,
            completed,
            failed,
            failed == 0 ? Map.of() : Map.of("unclassed", failed));
    result.software = TOOL;
    result.model = file.text("model_id");
    result.windowSeconds = file.required("duration");
    result.promptTokens = file.count("total_input_tokens");
    result.completionTokens = file.count("total_output_tokens");
    result.clients = clients(file);
    result.load = load(file, asked);
    result.concurrencyPeak = peak(file);
    boolean chat = String.valueOf(file.text("endpoint_type")).contains("chat");
    result.api = chat ? "chat" : "completions";
    latencies(file, result, completed, chat);
    ownFigures(file, result);
    caveats(file, result, chat);
    return result.result();
  }

  private static void latencies(
      ForeignFile file, ImportedResult result, long completed, boolean chat) {
    // Its first token is the first event of whatever kind: in chat that is the role.
    result.latency(chat ? Figure.FIRST_EVENT : Figure.TTFT, block(file, "ttft", completed));
    if (!chat) {
      result.latency(Figure.TPOT, block(file, "tpot", completed));
    }
    result.latency(Figure.E2E, block(file, "e2el", completed));
    if (file.json().get("latencies") instanceof JsonArray each && each.size() == completed) {
      for (int i = 0; i < each.size(); i++) {
        if (!(each.get(i) instanceof JsonNumber seconds)) {
          throw file.unfit("latencies[%d]".formatted(i), "a number", each.get(i));
        }
        result.record(Figure.E2E, seconds.doubleValue() * 1000);
      }
    }
  }

  private static Latency block(ForeignFile file, String name, long count) {
    Double mean = file.number("mean_%s_ms".formatted(name));
    if (mean == null) {
      return null;
    }
    Double median = file.number("median_%s_ms".formatted(name));
    return new Latency(
        count,
        mean,
        null,
        median,
        file.number("p90_%s_ms".formatted(name)),
        file.number("p95_%s_ms".formatted(name)),
        file.number("p99_%s_ms".formatted(name)),
        null,
        null);
  }

  private static void ownFigures(ForeignFile file, ImportedResult result) {
    for (String block : BLOCKS) {
      for (String statistic : STATISTICS) {
        String name = "%s_%s_ms".formatted(statistic, block);
        // No path: p99.9 has a dot.
        if (file.json().get(name) instanceof JsonNumber number) {
          result.own(name, number.doubleValue());
        }
      }
    }
    for (String name :
        List.of("request_throughput", "output_throughput", "total_token_throughput")) {
      result.own(name, file.number(name));
    }
  }

  private static void caveats(ForeignFile file, ImportedResult result, boolean chat) {
    if (chat) {
      result.caveat(
          "its TTFT ends with the first event, which in chat is the role and no token: it is first_event_ms here, and ttft_ms, tpot_ms, itl_ms and chunk_gap_ms are not known; under its own names they are in compat.vllm_bench_serve");
    } else {
      result.caveat(
          "its ITL is the gap between chunks with and without a token: itl_ms and chunk_gap_ms are not known");
    }
    result.caveat(
        "it does not say whether tokens were counted by the server or by its own tokenizer, which invents tokens for truncated streams");
    if (file.text("date") != null) {
      result.caveat(
          "it began at %s by a clock whose zone it does not say".formatted(file.text("date")));
    }
  }

  private static Workload.Load load(ForeignFile file, long requests) {
    String rate = file.text("request_rate");
    if ("inf".equals(rate)) {
      boolean closed = file.number("max_concurrency") != null;
      return Workload.Load.of(closed ? Workload.Load.CLOSED : Workload.Load.BURST)
          .requests(requests)
          .build();
    }
    Double burstiness = file.number("burstiness");
    boolean poisson = burstiness == null || burstiness == 1;
    return Workload.Load.of(poisson ? Workload.Load.POISSON : Workload.Load.GAMMA)
        .rate(file.required("request_rate"))
        .burstiness(poisson ? null : burstiness)
        .requests(requests)
        .build();
  }

  private static Integer clients(ForeignFile file) {
    Double most = file.number("max_concurrency");
    return most == null ? null : Integer.valueOf(most.intValue());
  }

  private static Long peak(ForeignFile file) {
    Double peak = file.number("max_concurrent_requests");
    return peak == null ? null : Long.valueOf(peak.longValue());
  }
}
