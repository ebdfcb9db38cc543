package eu.aifactory.clients.protocol.figures;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.Map;

/**
 * {@link Figures} as they travel: compressed histograms and counts.
 *
 * @param histograms by {@link Figure#wireName()}: HdrHistogram's compressed V2 encoding of
 *     nanoseconds, in Base64; empty ones are left out
 * @param counters by {@link Counter#wireName()}; zeros are left out
 * @param errors failed requests by class of error
 * @param firstSendMicros first send, microseconds since the epoch on the service's clock, or {@code
 *     null} when nothing was sent
 * @param lastEndMicros end of the last request that ended, likewise
 * @param inFlightSeconds integral of the requests in flight over time
 * @param inFlightPeak most requests in flight at one instant
 * @param due how many requests of a schedule were due when, or {@code null} when none was
 * @param sent how many requests were sent when, or {@code null} when none was
 */
public record FigureParts(
    Map<String, String> histograms,
    Map<String, Long> counters,
    Map<String, Long> errors,
    Long firstSendMicros,
    Long lastEndMicros,
    double inFlightSeconds,
    long inFlightPeak,
    WindowParts due,
    WindowParts sent) {
  @JsonbCreator
  public FigureParts {
    histograms = histograms == null ? Map.of() : Map.copyOf(histograms);
    counters = counters == null ? Map.of() : Map.copyOf(counters);
    errors = errors == null ? Map.of() : Map.copyOf(errors);
  }

  /** From the first send to the last end; 0 when nothing was sent or nothing ended. */
  public double windowSeconds() {
    return windowSeconds(firstSendMicros, lastEndMicros);
  }

  static double windowSeconds(Long firstSendMicros, Long lastEndMicros) {
    boolean open = firstSendMicros == null || lastEndMicros == null;
    return open ? 0 : Math.max(0, lastEndMicros - firstSendMicros) / 1e6;
  }

  /** Of requests of which is not known when they were due or sent. */
  public FigureParts(
      Map<String, String> histograms,
      Map<String, Long> counters,
      Map<String, Long> errors,
      Long firstSendMicros,
      Long lastEndMicros,
      double inFlightSeconds,
      long inFlightPeak) {
    this(
        histograms,
        counters,
        errors,
        firstSendMicros,
        lastEndMicros,
        inFlightSeconds,
        inFlightPeak,
        null,
        null);
  }
}
