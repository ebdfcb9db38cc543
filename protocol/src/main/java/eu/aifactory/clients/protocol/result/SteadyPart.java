package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.Span;

/**
 * What was measured in the {@link SteadyWindow}: the sum of all slices whose middle lies in it, one
 * agent after the other. Not thread-safe.
 */
public final class SteadyPart {
  private final SteadyWindow window;
  private final Figures figures = new Figures();
  private double coveredSeconds;
  private int agents;

  public SteadyPart(SteadyWindow window) {
    this.window = window;
  }

  /**
   * Adds an agent's part.
   *
   * @param inWindow its figures, without the warm-up
   * @param seconds that its slices in the window cover together; nothing is added for 0
   */
  public void addAgent(Figures inWindow, double seconds) {
    if (seconds > 0) {
      figures.addAgent(inWindow);
      coveredSeconds += seconds;
      agents++;
    }
  }

  /** {@code null} when the run has no steady part; {@link #absence} says why. */
  Result.Steady block(boolean judged, Long firstSendMicros) {
    Span span = window.span().orElse(null);
    if (span == null || agents == 0) {
      return null;
    }
    // Slices of different agents begin up to half a second apart: what they cover on average.
    double seconds = coveredSeconds / agents;
    Double after =
        firstSendMicros == null
            ? null
            : (Double) Math.max(0, new Span(firstSendMicros, span.fromMicros()).seconds());
    return new Result.Steady(
        seconds, after, new FigureBlocks(figures, judged, "steady", seconds).block());
  }

  /** Why there is none, or {@code null}. */
  String absence() {
    return window.absence().orElse(agents > 0 ? null : "no agent's figures of it are there");
  }
}
