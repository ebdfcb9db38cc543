package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Flattened;
import java.util.Map;

/**
 * The members that are the same for the run, its steady part, a stage and a class of requests.
 *
 * @param goodput {@code null} without an SLO
 * @param serverMs {@code null} where the server sends no per-request metrics
 */
public record FigureBlock(
    Requests requests,
    Rates rates,
    Concurrency concurrency,
    Goodput goodput,
    Latencies latencies,
    ServerTimes serverMs,
    Tokens tokens,
    Window window)
    implements Flattened.Part {

  /** Of what holds a block, for whoever asks for one of its members. */
  public interface Holder {
    FigureBlock figures();

    default Requests requests() {
      return figures().requests();
    }

    default Rates rates() {
      return figures().rates();
    }

    default Concurrency concurrency() {
      return figures().concurrency();
    }

    default Goodput goodput() {
      return figures().goodput();
    }

    default Latencies latencies() {
      return figures().latencies();
    }

    default Latency ttftMs() {
      return latencies().ttftMs();
    }

    default Latency ttftScheduledMs() {
      return latencies().ttftScheduledMs();
    }

    default Latency e2eMs() {
      return latencies().e2eMs();
    }

    default Latency e2eScheduledMs() {
      return latencies().e2eScheduledMs();
    }

    default Latency tpotMs() {
      return latencies().tpotMs();
    }

    default Latency itlMs() {
      return latencies().itlMs();
    }

    default Latency chunkGapMs() {
      return latencies().chunkGapMs();
    }

    default Latency sendLagMs() {
      return latencies().sendLagMs();
    }

    default Latency headersMs() {
      return latencies().headersMs();
    }

    default Latency firstEventMs() {
      return latencies().firstEventMs();
    }

    default ServerTimes serverMs() {
      return figures().serverMs();
    }

    default Tokens tokens() {
      return figures().tokens();
    }

    default Window window() {
      return figures().window();
    }
  }

  /**
   * @param errors failed requests by class, most of them named in {@code docs/metrics.md}
   */
  public record Requests(
      long intended, long sent, long succeeded, long failed, Map<String, Long> errors) {}

  /** Succeeded requests and their tokens over the window. */
  public record Rates(
      Double requestsPerSecond, Double inputTokensPerSecond, Double outputTokensPerSecond) {}

  /** Requests in flight. */
  public record Concurrency(Double mean, Long peak) {}

  /**
   * @param requestsPerSecond requests that kept the SLO, over the window
   * @param attainment requests that kept the SLO, over all intended
   */
  public record Goodput(Double requestsPerSecond, Double attainment) {}

  /** What the server's own per-request metrics say, where it sends them. */
  public record ServerTimes(Latency queue, Latency prefill, Latency network) {}

  /**
   * @param countedBy {@code usage} when every answer carried the server's own count, {@code chunks}
   *     when some did not
   */
  public record Tokens(Long prompt, Long completion, String countedBy, Ledger ledger) {}

  /**
   * Our count of generated tokens beside the server's counters, and of prompts' tokens.
   *
   * @param match {@code null} when there is nothing to compare with
   */
  public record Ledger(Long client, Long server, Boolean match, PromptLedger prompt) {}

  /**
   * @param client prompt tokens of succeeded requests
   * @param match {@code null} when there is nothing to compare with
   */
  public record PromptLedger(Long client, Long server, Boolean match) {}

  /**
   * @param kind {@code full}: from the first send to the end of the last request; {@code steady}:
   *     where enough were in flight
   */
  public record Window(String kind, Double seconds) {}
}
