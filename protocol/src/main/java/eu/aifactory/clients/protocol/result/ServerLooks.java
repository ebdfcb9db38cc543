package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.figures.ServerSample;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The looks at the server's counters around a run, from the last before it to the last after. */
final class ServerLooks {
  static final String GENERATED = "generation_tokens_total";
  static final String PROMPTED = "prompt_tokens_total";
  static final String PREEMPTIONS = "num_preemptions_total";
  private static final String FINISHED = "request_success_total.";
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double MICROS_PER_SECOND = 1e6;

  private static final String CACHE_USAGE = "kv_cache_usage_perc";

  /** A look at the begin of a stage is answered among its first requests. */
  private static final long ALIGNED_MICROS = 100_000;

  private final List<ServerSample> looks;
  private final Optional<String> fault;
  private final boolean before;

  /**
   * @param samples of all agents
   * @param firstSendMicros of the run, or {@code null} when nothing was sent
   */
  ServerLooks(List<ServerSample> samples, Long firstSendMicros) {
    List<ServerSample> whole =
        samples.stream()
            .filter(sample -> sample.fault() == null && sample.values().containsKey(GENERATED))
            .sorted(Comparator.comparingLong(ServerSample::answeredMicros))
            .toList();
    int first = 0;
    for (int i = 0; i < whole.size() && firstSendMicros != null; i++) {
      first = whole.get(i).answeredMicros() <= firstSendMicros ? i : first;
    }
    looks = whole.subList(first, whole.size());
    before =
        firstSendMicros != null
            && !looks.isEmpty()
            && looks.getFirst().answeredMicros() <= firstSendMicros;
    fault = samples.stream().map(ServerSample::fault).filter(why -> why != null).findFirst();
  }

  private ServerLooks(List<ServerSample> looks) {
    this.looks = looks;
    this.fault = Optional.empty();
    this.before = true;
  }

  /** Why a look brought nothing, if one did. */
  Optional<String> fault() {
    return fault;
  }

  /** Whether there is one before the first request and another one later. */
  boolean spanTheRun() {
    return before && looks.size() > 1;
  }

  /** When the last of them was begun; only where they span the run. */
  long lastAskedMicros() {
    return looks.getLast().askedMicros();
  }

  /** What a counter grew by; empty when it is not there, or fell: the server began anew. */
  Optional<Long> growth(String counter) {
    return difference(counter).filter(grown -> grown >= 0).map(Math::round);
  }

  /** Whether the server's counters fell between two looks. */
  boolean fell() {
    for (int i = 1; i < looks.size(); i++) {
      if (looks.get(i).values().get(GENERATED) < looks.get(i - 1).values().get(GENERATED)) {
        return true;
      }
    }
    return false;
  }

  private Optional<Double> difference(String name) {
    Double first = looks.getFirst().values().get(name);
    Double last = looks.getLast().values().get(name);
    return first == null || last == null ? Optional.empty() : Optional.of(last - first);
  }

  /**
   * From the first request of a stage to that of the next; {@code null} where the looks do not say.
   *
   * @param beginMicros {@code null} when nothing was sent in the stage
   * @param endMicros {@code null} for the last stage
   */
  ServerMetrics metricsBetween(Long beginMicros, Long endMicros) {
    if (!spanTheRun() || beginMicros == null) {
      return null;
    }
    int first = lastLookBy(beginMicros + ALIGNED_MICROS);
    int last = endMicros == null ? looks.size() - 1 : lastLookBy(endMicros + ALIGNED_MICROS);
    return new ServerLooks(looks.subList(first, Math.max(first, last) + 1)).metrics();
  }

  /** The first of all was before the run. */
  private int lastLookBy(long micros) {
    int place = 0;
    for (int i = 1; i < looks.size(); i++) {
      place = looks.get(i).askedMicros() <= micros ? i : place;
    }
    return place;
  }

  /** {@code null} where they do not span the run. */
  ServerMetrics metrics() {
    if (!spanTheRun() || fell()) {
      return null;
    }
    double seconds =
        (looks.getLast().answeredMicros() - looks.getFirst().answeredMicros()) / MICROS_PER_SECOND;
    return new ServerMetrics(
        looks.size(),
        seconds,
        looks.getLast().values().getOrDefault(ServerSample.ENGINES, 1.0).intValue(),
        gauge("num_requests_running"),
        gauge("num_requests_waiting"),
        gauge(CACHE_USAGE),
        growth(PROMPTED).orElse(null),
        growth(GENERATED).orElse(null),
        growth(PREEMPTIONS).orElse(null),
        prefixCache(),
        cache(),
        finished(),
        new ServerMetrics.MeanTimes(
            mean("time_to_first_token_seconds"),
            mean("inter_token_latency_seconds"),
            mean("request_time_per_output_token_seconds"),
            mean("e2e_request_latency_seconds"),
            mean("request_queue_time_seconds"),
            mean("request_prefill_time_seconds"),
            mean("request_decode_time_seconds"),
            mean("request_inference_time_seconds")));
  }

  private ServerMetrics.Gauge gauge(String name) {
    double[] seen =
        looks.stream()
            .filter(look -> look.values().containsKey(name))
            .mapToDouble(look -> look.values().get(name))
            .toArray();
    if (seen.length == 0) {
      return null;
    }
    double sum = 0;
    double max = seen[0];
    for (double value : seen) {
      sum += value;
      max = Math.max(max, value);
    }
    return new ServerMetrics.Gauge(sum / seen.length, max);
  }

  private ServerMetrics.PrefixCache prefixCache() {
    Optional<Long> queried = growth("prefix_cache_queries_total");
    Optional<Long> hit = growth("prefix_cache_hits_total");
    if (queried.isEmpty() || hit.isEmpty()) {
      return null;
    }
    Double rate = queried.get() > 0 ? (Double) (hit.get() / (double) queried.get()) : null;
    return new ServerMetrics.PrefixCache(queried.get(), hit.get(), rate);
  }

  private ServerMetrics.Cache cache() {
    Map<String, Double> values = looks.getFirst().values();
    Double caching = values.get(ServerSample.CACHE + "enable_prefix_caching");
    return new ServerMetrics.Cache(
        values.get(CACHE_USAGE),
        caching == null ? null : (Boolean) (caching > 0),
        whole(values.get(ServerSample.CACHE + "block_size")),
        whole(values.get(ServerSample.CACHE + "num_gpu_blocks")),
        values.get(ServerSample.CACHE + "gpu_memory_utilization"));
  }

  private static Long whole(Double value) {
    return value == null ? null : (Long) Math.round(value);
  }

  private Map<String, Long> finished() {
    Map<String, Long> reasons = new TreeMap<>();
    for (String name : looks.getLast().values().keySet()) {
      if (name.startsWith(FINISHED)) {
        growth(name)
            .filter(grown -> grown > 0)
            .ifPresent(grown -> reasons.put(name.substring(FINISHED.length()), grown));
      }
    }
    return reasons;
  }

  private Double mean(String histogram) {
    Optional<Double> sum = difference(histogram + "_sum");
    Optional<Double> count = difference(histogram + "_count");
    boolean known = sum.isPresent() && count.isPresent() && count.get() > 0;
    return known ? (Double) (sum.get() / count.get() * MILLIS_PER_SECOND) : null;
  }
}
