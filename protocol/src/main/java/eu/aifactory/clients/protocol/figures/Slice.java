package eu.aifactory.clients.protocol.figures;

import java.util.List;

/**
 * How busy one agent was from one snapshot to the next.
 *
 * @param inFlightSeconds integral of its requests in flight over the span, without the warm-up's
 */
public record Slice(Span span, double inFlightSeconds) {

  /** Of figures on the wire, whose histograms are not read. */
  public static Slice of(Span span, List<StageParts> stages) {
    double inFlight =
        stages.stream()
            .filter(part -> part.stage() != RunFigures.WARM_UP)
            .mapToDouble(part -> part.figures().inFlightSeconds())
            .sum();
    return new Slice(span, inFlight);
  }

  /** Requests in flight, on average over the span. */
  public double concurrency() {
    return inFlightSeconds / span.seconds();
  }
}
