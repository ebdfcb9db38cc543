package eu.aifactory.clients.protocol.result;

import java.util.Map;

/**
 * What the server's own counters say of the run, from the look at them before it to the last one
 * after it. Another client's requests are in them too. Means are of the histograms' sums and
 * counts; percentiles are not told, since the server's buckets are wider than any difference that
 * matters.
 *
 * @param looks that brought values
 * @param engines that the server runs, added up here
 * @param seconds from the first of these looks to the last
 * @param running requests in the model's batches, over the looks
 * @param waiting requests in the server's queue, over the looks
 * @param kvCacheUsage share of the cache in use, of the fullest engine
 * @param cache how the cache was before, and how it is set up
 * @param finished requests by the server's reason to finish
 */
public record ServerMetrics(
    int looks,
    Double seconds,
    Integer engines,
    Gauge running,
    Gauge waiting,
    Gauge kvCacheUsage,
    Long promptTokens,
    Long generationTokens,
    Long preemptions,
    PrefixCache prefixCache,
    Cache cache,
    Map<String, Long> finished,
    MeanTimes meanMs) {

  /** Over the looks, which are some seconds apart. */
  public record Gauge(Double mean, Double max) {}

  /**
   * @param queriedTokens prompt tokens that were looked up
   * @param hitTokens of these, those that were there already
   */
  public record PrefixCache(Long queriedTokens, Long hitTokens, Double hitRate) {}

  /**
   * A member is {@code null} where the server does not say it. Of several engines the largest.
   *
   * @param usageBefore share in use at the first look
   * @param prefixCaching whether prompts that begin alike share it
   * @param blockSize tokens of a block
   * @param gpuBlocks of one engine
   * @param gpuMemoryUtilization share of the GPU's memory that the server was given
   */
  public record Cache(
      Double usageBefore,
      Boolean prefixCaching,
      Long blockSize,
      Long gpuBlocks,
      Double gpuMemoryUtilization) {}

  /** Milliseconds a request, but for {@code itl}, a gap. */
  public record MeanTimes(
      Double ttft,
      Double itl,
      Double tpot,
      Double e2e,
      Double queue,
      Double prefill,
      Double decode,
      Double inference) {}
}
