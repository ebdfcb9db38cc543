package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * The figures as other tools define and name them, so that a run can be laid beside theirs; {@code
 * docs/metrics.md}, "As other tools count". Over requests that succeeded by the strict rule, and
 * with the server's own token counts.
 */
final class ToolFigures {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<String, Double> values = new LinkedHashMap<>();
  private final Figures figures;
  private final double unitNanos;

  private ToolFigures(Figures figures, double unitNanos) {
    this.figures = figures;
    this.unitNanos = unitNanos;
  }

  /** {@code null} when no stream succeeded: none of the tools tells latencies then. */
  static Result.Compat of(Figures figures) {
    if (figures.histogram(Figure.TTFT).getTotalCount() == 0) {
      return null;
    }
    return new Result.Compat(
        vllmBenchServe(figures), guidellm(figures), aiperf(figures), inferencePerf(figures));
  }

  private static Map<String, Double> vllmBenchServe(Figures figures) {
    ToolFigures tool = new ToolFigures(figures, NANOS_PER_MILLI);
    tool.put("duration", tool.seconds());
    tool.put("completed", figures.counted(Counter.SUCCEEDED));
    tool.put("total_input_tokens", tool.counted(Counter.PROMPT_TOKENS));
    tool.put("total_output_tokens", tool.counted(Counter.COMPLETION_TOKENS));
    tool.put("request_throughput", tool.perSecond((double) figures.counted(Counter.SUCCEEDED)));
    tool.put("output_throughput", tool.perSecond(tool.counted(Counter.COMPLETION_TOKENS)));
    tool.put("total_token_throughput", tool.perSecond(tool.allTokens()));
    tool.vllmLatency("ttft", figures.histogram(Figure.FIRST_CHOICE));
    tool.vllmLatency("tpot", figures.histogram(Figure.CHOICE_TPOT));
    tool.vllmLatency("itl", choiceGaps(figures));
    tool.vllmLatency("e2el", figures.histogram(Figure.LAST_CHOICE));
    return tool.values();
  }

  /**
   * Gaps between all chunks with choices: those between tokens, seen with the chunks beside. Empty
   * where an agent delivered more split gaps than gaps: its run has to end all the same.
   */
  private static Histogram choiceGaps(Figures figures) {
    Histogram gaps = figures.histogram(Figure.CHUNK_GAP);
    Histogram split = figures.histogram(Figure.SPLIT_GAP);
    if (!isPartOf(split, gaps)) {
      gaps.reset();
      return gaps;
    }
    gaps.subtract(split);
    gaps.add(figures.histogram(Figure.BESIDE_GAP));
    return gaps;
  }

  private static boolean isPartOf(Histogram part, Histogram whole) {
    for (HistogramIterationValue each : part.recordedValues()) {
      if (whole.getCountAtValue(each.getValueIteratedTo()) < each.getCountAtValueIteratedTo()) {
        return false;
      }
    }
    return true;
  }

  private void vllmLatency(String name, Histogram nanos) {
    put("mean_" + name + "_ms", mean(nanos));
    put("median_" + name + "_ms", percentile(nanos, 50));
    put("std_" + name + "_ms", deviation(nanos));
    put("p50_" + name + "_ms", percentile(nanos, 50));
    put("p90_" + name + "_ms", percentile(nanos, 90));
    put("p99_" + name + "_ms", percentile(nanos, 99));
  }

  private static Map<String, Double> guidellm(Figures figures) {
    ToolFigures tool = new ToolFigures(figures, NANOS_PER_MILLI);
    tool.put("duration", tool.seconds());
    tool.put(
        "requests_per_second.mean", tool.perSecond((double) figures.counted(Counter.SUCCEEDED)));
    tool.put("prompt_tokens_per_second.mean", tool.perSecond(tool.counted(Counter.PROMPT_TOKENS)));
    tool.put(
        "output_tokens_per_second.mean", tool.perSecond(tool.counted(Counter.COMPLETION_TOKENS)));
    tool.put("tokens_per_second.mean", tool.perSecond(tool.allTokens()));
    ToolFigures inSeconds = new ToolFigures(figures, NANOS_PER_SECOND);
    inSeconds.guidellmLatency("request_latency", Figure.STREAM_END);
    tool.values.putAll(inSeconds.values);
    tool.guidellmLatency("time_to_first_token_ms", Figure.TTFT);
    tool.guidellmLatency("time_to_first_output_token_ms", Figure.FIRST_CONTENT);
    tool.guidellmLatency("time_per_output_token_ms", Figure.WEIGHTED_TOKEN_TIME);
    tool.guidellmLatency("inter_token_latency_ms", Figure.WEIGHTED_TPOT);
    return tool.values();
  }

  private void guidellmLatency(String name, Figure figure) {
    Histogram nanos = figures.histogram(figure);
    put(name + ".mean", mean(nanos));
    put(name + ".median", percentile(nanos, 50));
    put(name + ".std_dev", deviation(nanos));
    put(name + ".p90", percentile(nanos, 90));
    put(name + ".p95", percentile(nanos, 95));
    put(name + ".p99", percentile(nanos, 99));
  }

  private static Map<String, Double> aiperf(Figures figures) {
    ToolFigures tool = new ToolFigures(figures, NANOS_PER_MILLI);
    tool.put("benchmark_duration.avg", tool.seconds());
    tool.put("request_count.avg", figures.counted(Counter.SUCCEEDED));
    tool.put("request_throughput.avg", tool.perSecond((double) figures.counted(Counter.SUCCEEDED)));
    tool.put("total_usage_prompt_tokens.avg", tool.counted(Counter.PROMPT_TOKENS));
    tool.put("total_usage_completion_tokens.avg", tool.counted(Counter.COMPLETION_TOKENS));
    // These count the text again, with a tokenizer of the client's.
    tool.put("total_isl.avg", (Double) null);
    tool.put("total_osl.avg", (Double) null);
    tool.put("output_token_throughput.avg", (Double) null);
    tool.statistics("request_latency", "avg", Figure.E2E);
    tool.statistics("time_to_first_token", "avg", Figure.TTFT);
    tool.statistics("time_to_first_output_token", "avg", Figure.FIRST_CONTENT);
    tool.statistics("time_to_second_token", "avg", Figure.SECOND_CHUNK);
    tool.statistics("inter_token_latency", "avg", Figure.TPOT);
    tool.statistics("inter_chunk_latency", "avg", Figure.CHUNK_GAP);
    return tool.values();
  }

  private static Map<String, Double> inferencePerf(Figures figures) {
    ToolFigures tool = new ToolFigures(figures, NANOS_PER_SECOND);
    tool.put("count", figures.counted(Counter.SUCCEEDED));
    tool.put("requests_per_sec", tool.perSecond((double) figures.counted(Counter.SUCCEEDED)));
    tool.put("input_tokens_per_sec", tool.perSecond(tool.counted(Counter.PROMPT_TOKENS)));
    tool.put("output_tokens_per_sec", tool.perSecond(tool.counted(Counter.COMPLETION_TOKENS)));
    tool.put("total_tokens_per_sec", tool.perSecond(tool.allTokens()));
    tool.statistics("request_latency", "mean", Figure.STREAM_END);
    tool.statistics("time_to_first_token", "mean", Figure.FIRST_CONTENT);
    tool.statistics("normalized_time_per_output_token", "mean", Figure.NORMALIZED_TIME);
    tool.statistics("time_per_output_token", "mean", Figure.TPOT);
    tool.statistics("inter_token_latency", "mean", Figure.ITL);
    return tool.values();
  }

  private void statistics(String name, String meanName, Figure figure) {
    Histogram nanos = figures.histogram(figure);
    put(name + "." + meanName, mean(nanos));
    put(name + ".p50", percentile(nanos, 50));
    put(name + ".p90", percentile(nanos, 90));
    put(name + ".p95", percentile(nanos, 95));
    put(name + ".p99", percentile(nanos, 99));
  }

  private void put(String name, Double value) {
    values.put(name, value);
  }

  private void put(String name, long value) {
    values.put(name, (double) value);
  }

  private Map<String, Double> values() {
    return Collections.unmodifiableMap(values);
  }

  private Double seconds() {
    double seconds = figures.windowSeconds();
    return seconds > 0 ? seconds : null;
  }

  /** {@code null} where some answer came without the server's count. */
  private Double counted(Counter tokens) {
    return figures.counted(Counter.WITHOUT_USAGE) > 0 ? null : (double) figures.counted(tokens);
  }

  private Double allTokens() {
    Double prompt = counted(Counter.PROMPT_TOKENS);
    return prompt == null ? null : (Double) (prompt + counted(Counter.COMPLETION_TOKENS));
  }

  private Double perSecond(Double count) {
    Double seconds = seconds();
    return count == null || seconds == null ? null : (Double) (count / seconds);
  }

  private Double mean(Histogram nanos) {
    return nanos.getTotalCount() == 0 ? null : (Double) (nanos.getMean() / unitNanos);
  }

  private Double deviation(Histogram nanos) {
    return nanos.getTotalCount() == 0 ? null : (Double) (nanos.getStdDeviation() / unitNanos);
  }

  private Double percentile(Histogram nanos, double percent) {
    return nanos.getTotalCount() == 0
        ? null
        : (Double) (Latency.percentileNanos(nanos, percent) / unitNanos);
  }
}
