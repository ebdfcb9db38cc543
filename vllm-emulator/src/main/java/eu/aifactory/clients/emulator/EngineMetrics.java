package eu.aifactory.clients.emulator;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.DoubleStream;

/**
 * What /metrics counts, by vLLM's names and with its buckets. A request whose client leaves keeps
 * its generated tokens counted but never shows up as a success. Safe for any thread.
 */
final class EngineMetrics {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double[] FIRST_TOKEN = {
    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
    20.0, 40.0, 80.0, 160.0, 640.0, 2560.0
  };
  private static final double[] PER_TOKEN = {
    0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0, 20.0,
    40.0, 80.0
  };
  private static final double[] REQUEST = {
    0.3, 0.5, 0.8, 1.0, 1.5, 2.0, 2.5, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 50.0, 60.0, 120.0, 240.0,
    480.0, 960.0, 1920.0, 7680.0
  };

  private final LongAdder promptTokens = new LongAdder();
  private final LongAdder cachedTokens = new LongAdder();
  private final LongAdder generationTokens = new LongAdder();
  private final LongAdder stopped = new LongAdder();
  private final LongAdder lengthReached = new LongAdder();
  private final Histogram firstToken =
      new Histogram(
          "time_to_first_token_seconds",
          "Histogram of time to first token in seconds.",
          FIRST_TOKEN);
  private final Histogram interToken =
      new Histogram(
          "inter_token_latency_seconds", "Histogram of inter-token latency in seconds.", PER_TOKEN);
  private final Histogram perOutputToken =
      new Histogram(
          "request_time_per_output_token_seconds",
          "Histogram of time_per_output_token_seconds per request.",
          PER_TOKEN);
  private final Histogram endToEnd =
      new Histogram(
          "e2e_request_latency_seconds", "Histogram of e2e request latency in seconds.", REQUEST);
  private final Histogram queue =
      new Histogram(
          "request_queue_time_seconds",
          "Histogram of time spent in WAITING phase for request.",
          REQUEST);
  private final Histogram inference =
      new Histogram(
          "request_inference_time_seconds",
          "Histogram of time spent in RUNNING phase for request.",
          REQUEST);
  private final Histogram prefill =
      new Histogram(
          "request_prefill_time_seconds",
          "Histogram of time spent in PREFILL phase for request.",
          REQUEST);
  private final Histogram decode =
      new Histogram(
          "request_decode_time_seconds",
          "Histogram of time spent in DECODE phase for request.",
          REQUEST);
  private final Histogram requestPromptTokens;
  private final Histogram requestGenerationTokens;
  private final Histogram requestMaxTokens;
  private final List<Histogram> histograms;

  EngineMetrics(int maxModelLen) {
    double[] tokenBounds = tokenBounds(maxModelLen);
    requestPromptTokens =
        new Histogram("request_prompt_tokens", "Number of prefill tokens processed.", tokenBounds);
    requestGenerationTokens =
        new Histogram(
            "request_generation_tokens", "Number of generation tokens processed.", tokenBounds);
    requestMaxTokens =
        new Histogram(
            "request_params_max_tokens",
            "Histogram of the max_tokens request parameter.",
            tokenBounds);
    histograms =
        List.of(
            requestPromptTokens,
            requestGenerationTokens,
            requestMaxTokens,
            firstToken,
            interToken,
            perOutputToken,
            endToEnd,
            queue,
            inference,
            prefill,
            decode);
  }

  /** 1, 2, 5, 10, 20, 50 and so on up to the model's length. */
  private static double[] tokenBounds(int maxModelLen) {
    return DoubleStream.iterate(1, power -> power <= maxModelLen, power -> power * 10)
        .flatMap(power -> DoubleStream.of(power, 2 * power, 5 * power))
        .filter(bound -> bound <= maxModelLen)
        .toArray();
  }

  void admitted(GenerationRequest request, long queuedNanos) {
    promptTokens.add(request.promptTokens());
    cachedTokens.add(request.cachedTokens());
    queue.observe(queuedNanos / NANOS_PER_SECOND);
  }

  void firstToken(long nanos) {
    firstToken.observe(nanos / NANOS_PER_SECOND);
  }

  void laterTokens(long nanos) {
    interToken.observe(nanos / NANOS_PER_SECOND);
  }

  void tokens(int count) {
    generationTokens.add(count);
  }

  void finished(
      GenerationRequest request, long received, long admitted, long firstSent, long lastSent) {
    (request.stops() ? stopped : lengthReached).increment();
    double decodeSeconds = (lastSent - firstSent) / NANOS_PER_SECOND;
    endToEnd.observe((lastSent - received) / NANOS_PER_SECOND);
    inference.observe((lastSent - admitted) / NANOS_PER_SECOND);
    prefill.observe((firstSent - admitted) / NANOS_PER_SECOND);
    decode.observe(decodeSeconds);
    if (request.outputTokens() > 1) {
      perOutputToken.observe(decodeSeconds / (request.outputTokens() - 1));
    }
    requestPromptTokens.observe(request.promptTokens());
    requestGenerationTokens.observe(request.outputTokens());
    requestMaxTokens.observe(request.maxTokens());
  }

  /** The whole page, with the gauges that the admission holds. */
  String page(EmulatorOptions options, Admission admission) {
    MetricsPage page = new MetricsPage(options.servedModelName());
    int running = admission.running();
    int waiting = admission.waiting();
    page.gauge("num_requests_running", "Number of requests in model execution batches.", running);
    page.gauge("num_requests_waiting", "Number of requests waiting to be processed.", waiting);
    page.labelled(
        "num_requests_waiting_by_reason",
        "Number of waiting requests by reason.",
        "reason",
        new String[] {"capacity", "deferred"},
        waiting,
        0);
    page.gauge(
        "kv_cache_usage_perc",
        "KV-cache usage. 1 means 100 percent usage.",
        (double) running / options.maxNumSeqs());
    page.counter(
        "prefix_cache_queries",
        "Prefix cache queries, in terms of number of queried tokens.",
        promptTokens.sum());
    page.counter(
        "prefix_cache_hits",
        "Prefix cache hits, in terms of number of cached tokens.",
        cachedTokens.sum());
    page.counter("num_preemptions", "Cumulative number of preemption from the engine.", 0);
    page.counter("prompt_tokens", "Number of prefill tokens processed.", promptTokens.sum());
    page.counter(
        "generation_tokens", "Number of generation tokens processed.", generationTokens.sum());
    page.finished(stopped.sum(), lengthReached.sum());
    histograms.forEach(histogram -> histogram.write(page));
    page.cacheConfig(PrefixCache.BLOCK_TOKENS, Engine.MOST_BLOCKS, options.prefixCaching());
    return page.text();
  }
}
