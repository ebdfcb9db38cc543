package eu.aifactory.clients.load.bench;

import eu.aifactory.clients.protocol.figures.FigureParts;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.Slice;
import eu.aifactory.clients.protocol.figures.Span;
import eu.aifactory.clients.protocol.result.SteadyPart;
import eu.aifactory.clients.protocol.result.SteadyWindow;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of a run one after the other, encoded, for its steady part. A slice lasts a second,
 * and in long runs a 256th of the time up to it: so a day has some 1,700 of them, and memory stays
 * small. Not thread-safe.
 */
final class SliceLog {
  private static final double LEAST_SECONDS = 1;
  private static final double LEAST_SHARE = 1 / 256.0;

  private final List<Kept> kept = new ArrayList<>();
  private RunFigures open = new RunFigures();
  private long beganMicros = Long.MAX_VALUE;

  private record Kept(Slice slice, FigureParts figures) {}

  /** Takes in what was measured since the last call. */
  void add(RunFigures interval) {
    if (interval.span() == null) {
      return;
    }
    beganMicros = Math.min(beganMicros, interval.span().fromMicros());
    open.addInterval(interval);
    double elapsed = new Span(beganMicros, open.span().toMicros()).seconds();
    if (open.span().seconds() >= Math.max(LEAST_SECONDS, elapsed * LEAST_SHARE)) {
      close();
    }
  }

  private void close() {
    if (open.span() != null) {
      Figures whole = open.whole();
      kept.add(new Kept(new Slice(open.span(), whole.inFlightSeconds()), whole.toParts()));
      open = new RunFigures();
    }
  }

  /** The steady part of all that was added; nothing may follow. */
  SteadyPart steadyPart() {
    close();
    SteadyWindow window = SteadyWindow.of(kept.stream().map(Kept::slice).toList());
    SteadyPart part = new SteadyPart(window);
    window.span().ifPresent(span -> addTo(part, span));
    return part;
  }

  private void addTo(SteadyPart part, Span span) {
    Figures sum = new Figures();
    double seconds = 0;
    for (Kept each : kept) {
      if (span.holds(each.slice().span())) {
        sum.addInterval(Figures.of(each.figures()));
        seconds += each.slice().span().seconds();
      }
    }
    part.addAgent(sum, seconds);
  }
}
