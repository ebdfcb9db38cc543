package eu.aifactory.clients.load;

import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;

/**
 * What other tools make of the same answer, where it is not what {@link AnswerFigures} makes of it;
 * {@code docs/metrics.md}, "As other tools count". Nothing here costs more per token.
 */
final class ComparedFigures {
  private ComparedFigures() {}

  /** Adds a settled stream that succeeded and carried a token. */
  static void add(Figures figures, Answer answer, long sent) {
    int chunks = answer.tokenChunks();
    long tokens = answer.tokens();
    long first = answer.chunkNanos(0);
    long last = answer.chunkNanos(chunks - 1);
    figures.record(Figure.STREAM_END, answer.lastByteNanos() - sent);
    figures.record(Figure.FIRST_CHOICE, answer.firstChoiceNanos() - sent);
    figures.record(Figure.LAST_CHOICE, answer.lastChoiceNanos() - sent);
    if (answer.hasContent()) {
      figures.record(Figure.FIRST_CONTENT, answer.firstContentNanos() - sent);
    }
    if (chunks > 1) {
      figures.record(Figure.SECOND_CHUNK, answer.chunkNanos(1) - first);
    }
    if (tokens > 1) {
      long gaps = tokens - 1;
      figures.record(Figure.WEIGHTED_TPOT, share(last - first, gaps), gaps);
      figures.record(
          Figure.CHOICE_TPOT, share(answer.lastChoiceNanos() - answer.firstChoiceNanos(), gaps));
    }
    if (tokens > 0) {
      figures.record(Figure.WEIGHTED_TOKEN_TIME, share(last - sent, tokens), tokens);
      figures.record(Figure.NORMALIZED_TIME, share(answer.lastByteNanos() - sent, tokens));
    }
    addBesideGaps(figures, answer, chunks);
  }

  private static long share(long nanos, long of) {
    return Math.round(nanos / (double) of);
  }

  /**
   * Gaps at the chunks that carry no token, most often a role before the first token and a finish
   * after the last. Of chunks of one instant it does not matter which is taken to be first: the gap
   * between them is 0.
   */
  private static void addBesideGaps(Figures figures, Answer answer, int chunks) {
    int next = 0;
    int split = 0;
    for (int i = 0; i < answer.chunksBeside(); i++) {
      long at = answer.besideNanos(i);
      next = firstAfter(answer, at, next, chunks);
      boolean hasBefore = next > 0 || i > 0;
      if (hasBefore) {
        long token = next > 0 ? answer.chunkNanos(next - 1) : Long.MIN_VALUE;
        long beside = i > 0 ? answer.besideNanos(i - 1) : Long.MIN_VALUE;
        figures.record(Figure.BESIDE_GAP, at - Math.max(token, beside));
      }
      boolean tokenFollows =
          next < chunks
              && (i + 1 == answer.chunksBeside()
                  || answer.besideNanos(i + 1) >= answer.chunkNanos(next));
      if (tokenFollows) {
        figures.record(Figure.BESIDE_GAP, answer.chunkNanos(next) - at);
      }
      if (next > 0 && next < chunks && next != split) {
        split = next;
        figures.record(Figure.SPLIT_GAP, answer.chunkNanos(next) - answer.chunkNanos(next - 1));
      }
    }
  }

  /** The first chunk later than an instant; the end of the stream is looked at first. */
  private static int firstAfter(Answer answer, long nanos, int from, int chunks) {
    if (answer.chunkNanos(chunks - 1) <= nanos) {
      return chunks;
    }
    int next = from;
    while (answer.chunkNanos(next) <= nanos) {
      next++;
    }
    return next;
  }
}
