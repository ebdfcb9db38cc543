package eu.aifactory.clients.load;

import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;

/** The formulae of {@code docs/metrics.md}: turns an answer that succeeded into figures. */
final class AnswerFigures {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Workload.Slo slo;
  private final boolean judged;

  AnswerFigures(Workload.Slo slo) {
    this.slo = slo;
    this.judged = !slo.asksNothing();
  }

  /**
   * Adds a settled answer.
   *
   * @param due when its request should have been sent
   * @param sent when it was
   * @param head when its response head was complete
   */
  void add(Figures figures, Answer answer, long due, long sent, long head) {
    figures.count(Counter.SUCCEEDED, 1);
    figures.record(Figure.HEADERS, head - sent);
    count(figures, answer);
    boolean good =
        answer.isStreamed() && answer.tokenChunks() > 0
            ? addStream(figures, answer, due, sent)
            : addWhole(figures, answer, due, sent);
    if (judged && good) {
      figures.count(Counter.GOOD, 1);
    }
  }

  private static void count(Figures figures, Answer answer) {
    figures.count(Counter.COMPLETION_TOKENS, answer.tokens());
    figures.count(Counter.PROMPT_TOKENS, Math.max(0, answer.promptTokens()));
    figures.count(Counter.TOKEN_CHUNKS, answer.tokenChunks());
    figures.count(Counter.WITHOUT_USAGE, answer.hasUsage() ? 0 : 1);
    figures.count(Counter.TOKEN_MISMATCHES, answer.countsDisagree() ? 1 : 0);
  }

  private boolean addStream(Figures figures, Answer answer, long due, long sent) {
    int chunks = answer.tokenChunks();
    long first = answer.chunkNanos(0);
    long last = answer.chunkNanos(chunks - 1);
    figures.record(Figure.FIRST_EVENT, answer.firstEventNanos() - sent);
    figures.record(Figure.TTFT, first - sent);
    figures.record(Figure.TTFT_SCHEDULED, first - due);
    addEnd(figures, last, due, sent);
    long tokens = answer.tokens();
    double tpotNanos = tokens > 1 ? (last - first) / (double) (tokens - 1) : 0;
    if (tokens > 1) {
      figures.record(Figure.TPOT, Math.round(tpotNanos));
    }
    long widest = addGaps(figures, answer, chunks);
    ComparedFigures.add(figures, answer, sent);
    addServerTimes(figures, answer, first - sent);
    return within(first - due, slo.ttftMs())
        && within(last - due, slo.e2eMs())
        && within(tpotNanos, slo.tpotMs())
        && within(widest, slo.itlMs());
  }

  /** Returns the widest gap. */
  private static long addGaps(Figures figures, Answer answer, int chunks) {
    boolean exact = answer.exact();
    long widest = 0;
    long inSameChunk = answer.chunkTokens(0) - 1;
    for (int i = 1; i < chunks; i++) {
      long gap = answer.chunkNanos(i) - answer.chunkNanos(i - 1);
      widest = Math.max(widest, gap);
      figures.record(Figure.CHUNK_GAP, gap);
      if (exact) {
        figures.record(Figure.ITL, gap);
        inSameChunk += answer.chunkTokens(i) - 1;
      }
    }
    if (exact) {
      figures.record(Figure.ITL, 0, inSameChunk);
    }
    return widest;
  }

  private static void addServerTimes(Figures figures, Answer answer, long ttft) {
    double queueMs = answer.serverQueueMs();
    double prefillMs = answer.serverPrefillMs();
    if (Double.isNaN(queueMs) || Double.isNaN(prefillMs)) {
      return;
    }
    long queue = Math.round(queueMs * NANOS_PER_MILLI);
    long prefill = Math.round(prefillMs * NANOS_PER_MILLI);
    figures.record(Figure.SERVER_QUEUE, queue);
    figures.record(Figure.SERVER_PREFILL, prefill);
    figures.record(Figure.NETWORK, ttft - queue - prefill);
  }

  private boolean addWhole(Figures figures, Answer answer, long due, long sent) {
    long last = answer.lastByteNanos();
    addEnd(figures, last, due, sent);
    boolean asksWhatIsUnknown = slo.ttftMs() != null || slo.tpotMs() != null || slo.itlMs() != null;
    return !asksWhatIsUnknown && within(last - due, slo.e2eMs());
  }

  private static void addEnd(Figures figures, long last, long due, long sent) {
    figures.record(Figure.E2E, last - sent);
    figures.record(Figure.E2E_SCHEDULED, last - due);
  }

  private static boolean within(double nanos, Double mostMs) {
    return mostMs == null || nanos <= mostMs * NANOS_PER_MILLI;
  }
}
