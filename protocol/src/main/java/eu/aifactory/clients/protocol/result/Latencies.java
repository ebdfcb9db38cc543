package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Flattened;
import eu.aifactory.clients.protocol.figures.Figure;
import java.util.function.Function;

/** What a client saw, by the formulae of {@code docs/metrics.md}. */
public record Latencies(
    Latency ttftMs,
    Latency ttftScheduledMs,
    Latency e2eMs,
    Latency e2eScheduledMs,
    Latency tpotMs,
    Latency itlMs,
    Latency chunkGapMs,
    Latency sendLagMs,
    Latency headersMs,
    Latency firstEventMs)
    implements Flattened.Part {

  /**
   * @param source of each figure's block, {@code null} where it was not measured
   */
  public static Latencies of(Function<Figure, Latency> source) {
    return new Latencies(
        source.apply(Figure.TTFT),
        source.apply(Figure.TTFT_SCHEDULED),
        source.apply(Figure.E2E),
        source.apply(Figure.E2E_SCHEDULED),
        source.apply(Figure.TPOT),
        source.apply(Figure.ITL),
        source.apply(Figure.CHUNK_GAP),
        source.apply(Figure.SEND_LAG),
        source.apply(Figure.HEADERS),
        source.apply(Figure.FIRST_EVENT));
  }
}
