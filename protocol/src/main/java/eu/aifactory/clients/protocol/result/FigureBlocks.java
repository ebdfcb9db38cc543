package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Workload;
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

  /**
   * @param judged whether requests were held to an SLO
   */
  FigureBlocks(Figures figures, boolean judged) {
    this.figures = figures;
    this.judged = judged;
  }

  Result.Requests requests() {
    return new Result.Requests(
        figures.counted(Counter.INTENDED),
        figures.counted(Counter.SENT),
        figures.counted(Counter.SUCCEEDED),
        figures.counted(Counter.FAILED),
        figures.errors());
  }

  Result.Rates rates() {
    return new Result.Rates(
        perSecond(Counter.SUCCEEDED),
        perSecond(Counter.PROMPT_TOKENS),
        perSecond(Counter.COMPLETION_TOKENS));
  }

  Result.Concurrency concurrency() {
    Double seconds = windowSeconds();
    return new Result.Concurrency(
        seconds == null ? null : figures.inFlightSeconds() / seconds, figures.inFlightPeak());
  }

  Result.Goodput goodput() {
    long intended = figures.counted(Counter.INTENDED);
    if (!judged || intended == 0) {
      return null;
    }
    return new Result.Goodput(
        perSecond(Counter.GOOD), figures.counted(Counter.GOOD) / (double) intended);
  }

  Result.ServerTimes serverTimes() {
    Latency queue = latency(Figure.SERVER_QUEUE);
    return queue == null
        ? null
        : new Result.ServerTimes(queue, latency(Figure.SERVER_PREFILL), latency(Figure.NETWORK));
  }

  Result.Tokens tokens() {
    return tokens(new Result.Ledger(figures.counted(Counter.COMPLETION_TOKENS), null, null));
  }

  Result.Tokens tokens(Result.Ledger ledger) {
    boolean byUsage = figures.counted(Counter.WITHOUT_USAGE) == 0;
    return new Result.Tokens(
        byUsage ? figures.counted(Counter.PROMPT_TOKENS) : null,
        figures.counted(Counter.COMPLETION_TOKENS),
        byUsage ? "usage" : "chunks",
        ledger);
  }

  Result.Window window() {
    return new Result.Window("full", windowSeconds());
  }

  Latency latency(Figure figure) {
    Latency latency = Latency.of(figures.histogram(figure));
    return latency.count() == 0 ? null : latency;
  }

  Result.Stage stage(int index, Workload.Load load) {
    return new Result.Stage(
        index,
        load,
        requests(),
        rates(),
        concurrency(),
        goodput(),
        latency(Figure.TTFT),
        latency(Figure.TTFT_SCHEDULED),
        latency(Figure.E2E),
        latency(Figure.E2E_SCHEDULED),
        latency(Figure.TPOT),
        latency(Figure.ITL),
        latency(Figure.CHUNK_GAP),
        latency(Figure.SEND_LAG),
        latency(Figure.HEADERS),
        latency(Figure.FIRST_EVENT),
        serverTimes(),
        tokens(),
        window());
  }

  Result.RequestClass requestClass(int index) {
    return new Result.RequestClass(
        index,
        requests(),
        rates(),
        concurrency(),
        goodput(),
        latency(Figure.TTFT),
        latency(Figure.TTFT_SCHEDULED),
        latency(Figure.E2E),
        latency(Figure.E2E_SCHEDULED),
        latency(Figure.TPOT),
        latency(Figure.ITL),
        latency(Figure.CHUNK_GAP),
        latency(Figure.SEND_LAG),
        latency(Figure.HEADERS),
        latency(Figure.FIRST_EVENT),
        serverTimes(),
        tokens(),
        window());
  }

  private Double perSecond(Counter counter) {
    Double seconds = windowSeconds();
    return seconds == null ? null : figures.counted(counter) / seconds;
  }

  private Double windowSeconds() {
    double seconds = figures.windowSeconds();
    return seconds > 0 ? seconds : null;
  }
}
