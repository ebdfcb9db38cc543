package eu.aifactory.clients.load.client;

import java.util.Arrays;

/**
 * What is known of one answer: filled by a {@link ResponseReader} while it arrives, weighed when it
 * has ended. One belongs to each connection and is used again for each answer, so that nothing is
 * allocated for a token. Times are {@link System#nanoTime}. Single-threaded.
 *
 * <p>Which chunks carried tokens is settled by {@link #settle()} once the answer has ended, because
 * only then is the server's count known. A chunk's own count, where the server sends one, decides.
 * Otherwise the server's total decides between three readings: every chunk was a token; every one
 * but an empty last; only those with text. When none gives the total, or there is no total, the
 * chunks with text count as those that carried tokens, and how many each carried is unknown.
 */
public final class Answer {
  /** A count of tokens that the server did not tell. */
  public static final int UNKNOWN = -1;

  /** Chunks of one answer that are kept; what comes after them is counted and not timed. */
  static final int MOST_CHUNKS = 1 << 22;

  private static final int WITH_TEXT = -1;
  private static final int EMPTY = -2;
  private static final int EMPTY_LAST = -3;

  private long[] chunkNanos = new long[64];
  private int[] chunkTokens = new int[64];
  private long[] besideNanos = new long[8];
  private int besides;
  private long choices;
  private long firstChoiceNanos;
  private long lastChoiceNanos;
  private boolean anyContent;
  private long firstContentNanos;
  private int chunks;
  private boolean unknownCounts;
  private boolean severalChoices;

  private boolean streamed;
  private boolean finished;
  private boolean done;
  private boolean error;
  private boolean malformed;
  private long events;
  private long firstEventNanos;
  private long lastByteNanos;
  private long promptTokens;
  private long completionTokens;
  private double serverQueueMs;
  private double serverPrefillMs;

  private long countedTokens;
  private int tokenChunks;
  private boolean exact;

  /** Forgets the answer before. */
  public void begin() {
    chunks = 0;
    besides = 0;
    choices = 0;
    anyContent = false;
    unknownCounts = false;
    severalChoices = false;
    streamed = false;
    finished = false;
    done = false;
    error = false;
    malformed = false;
    events = 0;
    promptTokens = UNKNOWN;
    completionTokens = UNKNOWN;
    serverQueueMs = Double.NaN;
    serverPrefillMs = Double.NaN;
    countedTokens = 0;
    tokenChunks = 0;
    exact = false;
  }

  // What a reader says while the answer arrives.

  /** The answer is a stream, so that it must finish and say that it is done. */
  public void streamed() {
    streamed = true;
  }

  /** An event of whatever kind came. */
  public void event(long nanos) {
    if (events++ == 0) {
      firstEventNanos = nanos;
    }
  }

  /** Something of the answer came. */
  public void arrived(long nanos) {
    lastByteNanos = nanos;
  }

  /** A chunk came of which the server says how many tokens it carried; 0 is no token. */
  public void chunk(long nanos, int tokens) {
    choice(nanos);
    if (tokens > 0) {
      keep(nanos, tokens);
    } else {
      keepBeside(nanos);
    }
  }

  /** A chunk with choices came that says nothing of the model's: a role. */
  public void chunkWithoutToken(long nanos) {
    choice(nanos);
    keepBeside(nanos);
  }

  /** A chunk came with text that is no reasoning. */
  public void content(long nanos) {
    if (!anyContent) {
      anyContent = true;
      firstContentNanos = nanos;
    }
  }

  /**
   * A chunk came that may have carried tokens.
   *
   * @param text whether it had text in it
   * @param last whether it also finished the answer
   */
  public void chunkOfUnknownCount(long nanos, boolean text, boolean last) {
    choice(nanos);
    unknownCounts = true;
    keep(nanos, text ? WITH_TEXT : last ? EMPTY_LAST : EMPTY);
  }

  /** The answer holds several choices, whose tokens follow each other without order. */
  public void severalChoices() {
    severalChoices = true;
  }

  /** The model gave a reason to finish. */
  public void finished() {
    finished = true;
  }

  /** The stream said that nothing follows. */
  public void done() {
    done = true;
  }

  /** The server told an error in the answer. */
  public void error() {
    error = true;
  }

  /** What came is nothing that such a server sends. */
  public void malformed() {
    malformed = true;
  }

  /** The server's own total. */
  public void usage(long prompt, long completion) {
    promptTokens = prompt >= 0 ? prompt : promptTokens;
    completionTokens = completion >= 0 ? completion : completionTokens;
  }

  /** The server's own times, milliseconds; NaN for one that it does not tell. */
  public void serverTimes(double queueMs, double prefillMs) {
    serverQueueMs = queueMs;
    serverPrefillMs = prefillMs;
  }

  private void choice(long nanos) {
    if (choices++ == 0) {
      firstChoiceNanos = nanos;
    }
    lastChoiceNanos = nanos;
  }

  private void keepBeside(long nanos) {
    if (besides == besideNanos.length) {
      if (besides >= MOST_CHUNKS) {
        return;
      }
      besideNanos = Arrays.copyOf(besideNanos, 2 * besides);
    }
    besideNanos[besides++] = nanos;
  }

  private void keep(long nanos, int tokens) {
    if (chunks == chunkNanos.length) {
      if (chunks >= MOST_CHUNKS) {
        unknownCounts = true;
        return;
      }
      chunkNanos = Arrays.copyOf(chunkNanos, 2 * chunks);
      chunkTokens = Arrays.copyOf(chunkTokens, 2 * chunks);
    }
    chunkNanos[chunks] = nanos;
    chunkTokens[chunks++] = tokens;
  }

  // What the engine asks when it has ended.

  /** Decides which chunks carried tokens; the others are forgotten. */
  public void settle() {
    if (!unknownCounts) {
      for (int i = 0; i < chunks; i++) {
        countedTokens += chunkTokens[i];
      }
      tokenChunks = chunks;
      exact = !severalChoices && (completionTokens < 0 || completionTokens == countedTokens);
      return;
    }
    int least = fittingReading();
    int kept = 0;
    for (int i = 0; i < chunks; i++) {
      if (chunkTokens[i] >= least) {
        chunkNanos[kept] = chunkNanos[i];
        chunkTokens[kept++] = Math.max(1, chunkTokens[i]);
      } else {
        keepBeside(chunkNanos[i]);
      }
    }
    Arrays.sort(besideNanos, 0, besides);
    chunks = kept;
    tokenChunks = kept;
    for (int i = 0; i < kept; i++) {
      countedTokens += chunkTokens[i];
    }
    exact = !severalChoices && countedTokens == completionTokens;
  }

  /** The least kind of chunk that counts as one with a token. */
  private int fittingReading() {
    for (int least = EMPTY_LAST; least <= WITH_TEXT; least++) {
      if (completionTokens > 0 && tokensIfAtLeast(least) == completionTokens) {
        return least;
      }
    }
    boolean onlyEmpty = completionTokens > 0 && tokensIfAtLeast(WITH_TEXT) == 0;
    return onlyEmpty ? EMPTY_LAST : WITH_TEXT;
  }

  private long tokensIfAtLeast(int least) {
    long tokens = 0;
    for (int i = 0; i < chunks; i++) {
      tokens += chunkTokens[i] < least ? 0 : Math.max(1, chunkTokens[i]);
    }
    return tokens;
  }

  /** Whether the server sent its own count. */
  public boolean hasUsage() {
    return completionTokens >= 0;
  }

  /** As the server says, or {@link #UNKNOWN}. */
  public long promptTokens() {
    return promptTokens;
  }

  /** As the server says; without that, as the chunks tell. */
  public long tokens() {
    return completionTokens >= 0 ? completionTokens : countedTokens;
  }

  /** Whether the server says that it answered with no token at all. */
  public boolean hasNoToken() {
    return completionTokens == 0;
  }

  /** As the chunks tell. */
  public long countedTokens() {
    return countedTokens;
  }

  /** Whether the chunks' own counts contradict the server's total. */
  public boolean countsDisagree() {
    boolean bothKnown = streamed && tokenChunks > 0 && !unknownCounts && completionTokens >= 0;
    return bothKnown && completionTokens != countedTokens;
  }

  /** Whether it is known of each chunk how many tokens it carried. */
  public boolean exact() {
    return exact && tokenChunks > 0;
  }

  /** Chunks that carried tokens. */
  public int tokenChunks() {
    return tokenChunks;
  }

  public long chunkNanos(int i) {
    return chunkNanos[i];
  }

  /** Tokens of a chunk; 1 where that is not known. */
  public int chunkTokens(int i) {
    return chunkTokens[i];
  }

  /** Chunks with choices that carried no token, in the order of their times. */
  public int chunksBeside() {
    return besides;
  }

  public long besideNanos(int i) {
    return besideNanos[i];
  }

  /** Chunks with choices, whether or not they carried tokens. */
  public long choices() {
    return choices;
  }

  public long firstChoiceNanos() {
    return firstChoiceNanos;
  }

  public long lastChoiceNanos() {
    return lastChoiceNanos;
  }

  /** Whether a chunk with text came that is no reasoning. */
  public boolean hasContent() {
    return anyContent;
  }

  public long firstContentNanos() {
    return firstContentNanos;
  }

  public boolean isStreamed() {
    return streamed;
  }

  public boolean isFinished() {
    return finished;
  }

  public boolean isDone() {
    return done;
  }

  public boolean hasError() {
    return error;
  }

  public boolean isMalformed() {
    return malformed;
  }

  public long events() {
    return events;
  }

  public long firstEventNanos() {
    return firstEventNanos;
  }

  public long lastByteNanos() {
    return lastByteNanos;
  }

  public double serverQueueMs() {
    return serverQueueMs;
  }

  public double serverPrefillMs() {
    return serverPrefillMs;
  }
}
