package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;

/**
 * The blocks of a result that are the same for the run, a stage and a class. What was not recorded
 * is {@code null}: absence is not zero.
 */
final class FigureBlocks {
  private final Figures figures;
  private final boolean judged;
  private final String window;
  private final Double windowSeconds;

  /**
   * Over all that the figures hold.
   *
   * @param judged whether requests were held to an SLO
   */
  FigureBlocks(Figures figures, boolean judged) {
    this(figures, judged, "full", figures.windowSeconds());
  }

  /**
   * @param window what it is called
   * @param seconds that it lasts; 0 when nothing was sent or nothing ended
   */
  FigureBlocks(Figures figures, boolean judged, String window, double seconds) {
    this.figures = figures;
    this.judged = judged;
    this.window = window;
    this.windowSeconds = seconds > 0 ? (Double) seconds : null;
  }

  FigureBlock.Requests requests() {
    return new FigureBlock.Requests(
        figures.counted(Counter.INTENDED),
        figures.counted(Counter.SENT),
        figures.counted(Counter.SUCCEEDED),
        figures.counted(Counter.FAILED),
        figures.errors());
  }

  private FigureBlock.Rates rates() {
    return new FigureBlock.Rates(
        perSecond(Counter.SUCCEEDED),
        perSecond(Counter.PROMPT_TOKENS),
        perSecond(Counter.COMPLETION_TOKENS));
  }

  private FigureBlock.Concurrency concurrency() {
    return new FigureBlock.Concurrency(
        windowSeconds == null ? null : figures.inFlightSeconds() / windowSeconds,
        figures.inFlightPeak());
  }

  private FigureBlock.Goodput goodput() {
    long intended = figures.counted(Counter.INTENDED);
    if (!judged || intended == 0) {
      return null;
    }
    return new FigureBlock.Goodput(
        perSecond(Counter.GOOD), figures.counted(Counter.GOOD) / (double) intended);
  }

  private FigureBlock.ServerTimes serverTimes() {
    Latency queue = latency(Figure.SERVER_QUEUE);
    return queue == null
        ? null
        : new FigureBlock.ServerTimes(
            queue, latency(Figure.SERVER_PREFILL), latency(Figure.NETWORK));
  }

  private FigureBlock.Tokens tokens(FigureBlock.Ledger ledger) {
    boolean byUsage = figures.counted(Counter.WITHOUT_USAGE) == 0;
    return new FigureBlock.Tokens(
        byUsage ? figures.counted(Counter.PROMPT_TOKENS) : null,
        figures.counted(Counter.COMPLETION_TOKENS),
        byUsage ? "usage" : "chunks",
        ledger);
  }

  private FigureBlock.Window window() {
    return new FigureBlock.Window(window, windowSeconds);
  }

  private Latency latency(Figure figure) {
    Latency latency = Latency.of(figures.histogram(figure));
    return latency.count() == 0 ? null : latency;
  }

  /**
   * @param ledger our count of tokens beside the server's
   */
  FigureBlock block(FigureBlock.Ledger ledger) {
    return new FigureBlock(
        requests(),
        rates(),
        concurrency(),
        goodput(),
        Latencies.of(this::latency),
        serverTimes(),
        tokens(ledger),
        window());
  }

  FigureBlock block() {
    return block(
        new FigureBlock.Ledger(figures.counted(Counter.COMPLETION_TOKENS), null, null, null));
  }

  private Double perSecond(Counter counter) {
    return windowSeconds == null ? null : figures.counted(counter) / windowSeconds;
  }
}
