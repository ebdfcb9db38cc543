package eu.aifactory.clients.load.server;

import eu.aifactory.clients.protocol.figures.ServerSample;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads vLLM's page of metrics, Prometheus text. Counters, sums and gauges of several engines are
 * added up, but for the share of the cache in use, of which the largest is kept. Of a server with
 * several models only the one that is asked for counts, where it is named there at all.
 */
final class MetricsText {
  private static final String PREFIX = "vllm:";
  private static final String CACHE_USAGE = "kv_cache_usage_perc";
  private static final String FINISHED = "request_success_total";
  private static final String CACHE_CONFIG = "cache_config_info";

  /** Labels of {@link #CACHE_CONFIG} that are numbers, or {@code True} and {@code False}. */
  private static final List<String> CACHE_SETTINGS =
      List.of("block_size", "num_gpu_blocks", "gpu_memory_utilization", "enable_prefix_caching");

  private static final Set<String> WANTED =
      Set.of(
          "num_requests_running",
          "num_requests_waiting",
          CACHE_USAGE,
          "prompt_tokens_total",
          "generation_tokens_total",
          "prefix_cache_queries_total",
          "prefix_cache_hits_total",
          "num_preemptions_total",
          FINISHED);

  private static final Set<String> WANTED_HISTOGRAMS =
      Set.of(
          "time_to_first_token_seconds",
          "inter_token_latency_seconds",
          "request_time_per_output_token_seconds",
          "e2e_request_latency_seconds",
          "request_queue_time_seconds",
          "request_prefill_time_seconds",
          "request_decode_time_seconds",
          "request_inference_time_seconds");

  private final Map<String, Double> ofModel = new HashMap<>();
  private final Map<String, Double> ofAll = new HashMap<>();
  private final Map<String, Double> cache = new HashMap<>();
  private final Set<String> enginesOfModel = new HashSet<>();
  private final Set<String> enginesOfAll = new HashSet<>();

  private MetricsText() {}

  /** The values by their names, without the prefix; empty when the page is none of vLLM's. */
  static Map<String, Double> read(String page, String model) {
    MetricsText text = new MetricsText();
    page.lines()
        .filter(line -> line.startsWith(PREFIX))
        .forEach(line -> text.line(line.substring(PREFIX.length()), model));
    boolean named = !text.ofModel.isEmpty();
    Map<String, Double> values = named ? text.ofModel : text.ofAll;
    if (!values.isEmpty()) {
      int engines = (named ? text.enginesOfModel : text.enginesOfAll).size();
      values.put(ServerSample.ENGINES, (double) Math.max(1, engines));
      values.putAll(text.cache);
    }
    return values;
  }

  private void line(String line, String model) {
    int open = line.indexOf('{');
    int close = line.lastIndexOf('}');
    String labels = open >= 0 && close > open ? line.substring(open + 1, close) : "";
    String name = open >= 0 ? line.substring(0, open) : line.split("\\s", 2)[0];
    if (CACHE_CONFIG.equals(name)) {
      CACHE_SETTINGS.forEach(setting -> cacheSetting(setting, label(labels, setting)));
    }
    if (!isWanted(name)) {
      return;
    }
    Optional<Double> value = number(line.substring(Math.max(close + 1, name.length())));
    if (value.isEmpty()) {
      return;
    }
    String key = FINISHED.equals(name) ? name + "." + label(labels, "finished_reason") : name;
    add(ofAll, enginesOfAll, key, value.get(), labels);
    if (label(labels, "model_name").equals(model)) {
      add(ofModel, enginesOfModel, key, value.get(), labels);
    }
  }

  /** The line names no model. */
  private void cacheSetting(String setting, String value) {
    Optional<Double> number =
        switch (value) {
          case "True" -> Optional.of(1.0);
          case "False" -> Optional.of(0.0);
          default -> number(value);
        };
    number.ifPresent(known -> cache.merge(ServerSample.CACHE + setting, known, Math::max));
  }

  /** What ends in {@code _created} tells when a counter began, and is none. */
  private static boolean isWanted(String name) {
    if (WANTED.contains(name)) {
      return true;
    }
    int end = name.lastIndexOf('_');
    boolean part = name.endsWith("_sum") || name.endsWith("_count");
    return part && WANTED_HISTOGRAMS.contains(name.substring(0, end));
  }

  private static void add(
      Map<String, Double> to, Set<String> engines, String key, double value, String labels) {
    to.merge(key, value, CACHE_USAGE.equals(key) ? Math::max : Double::sum);
    engines.add(label(labels, "engine"));
  }

  /** Value first, then perhaps a time stamp. */
  private static Optional<Double> number(String rest) {
    try {
      double value = Double.parseDouble(rest.strip().split("\\s", 2)[0]);
      return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** As it stands, with its escapes; empty when it is not there. */
  private static String label(String labels, String name) {
    String begin = name + "=\"";
    int from = labels.startsWith(begin) ? 0 : labels.indexOf("," + begin) + 1;
    if (from == 0 && !labels.startsWith(begin)) {
      return "";
    }
    int at = from + begin.length();
    int end = at;
    while (end < labels.length() && labels.charAt(end) != '"') {
      end += labels.charAt(end) == '\\' ? 2 : 1;
    }
    return labels.substring(at, Math.min(end, labels.length()));
  }
}
