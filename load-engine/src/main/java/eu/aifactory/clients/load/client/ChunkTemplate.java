package eu.aifactory.clients.load.client;

import java.util.Arrays;

/**
 * What the chunks of a stream have in common: all bytes of the last plain chunk but its text and
 * its counts. A chunk that has the same bytes around other text and other counts says the same as
 * that one did, so that its JSON need not be walked again. Whatever differs elsewhere does not
 * match, and is for the walk to understand. What matches has no line end in it. Allocates only
 * while it learns. Single-threaded.
 */
final class ChunkTemplate {
  /** A count that the chunk has at this place. */
  enum Count {
    PROMPT,
    COMPLETION,
    /** Of no interest, but not the same in each chunk. */
    OTHER
  }

  private static final int MOST_GAPS = 8;
  private static final int MOST_DIGITS = 18;
  private static final int NO_MATCH = -1;

  /** Gaps of the chunk that is being walked; a kind that is {@code null} is the text. */
  private final Count[] walkedKinds = new Count[MOST_GAPS];

  private final int[] walkedFrom = new int[MOST_GAPS];
  private final int[] walkedTo = new int[MOST_GAPS];
  private int walked;
  private int texts;
  private boolean plain;
  private boolean walkedContent;

  /** What was learned: the bytes between the gaps, one after the other. */
  private byte[] fixed = new byte[512];

  private final int[] fixedTo = new int[MOST_GAPS + 1];
  private final Count[] kinds = new Count[MOST_GAPS];
  private int gaps;
  private boolean content;
  private long prompt;
  private long completion;

  /** A chunk is about to be walked. */
  void walk() {
    walked = 0;
    texts = 0;
    plain = true;
  }

  /**
   * The text lies here, between its quotes.
   *
   * @param content whether it is no reasoning
   */
  void text(int from, int to, boolean content) {
    texts++;
    walkedContent = content;
    gap(null, from, to);
  }

  /** A count lies here, digits only. */
  void count(Count kind, int from, int to) {
    gap(kind, from, to);
  }

  private void gap(Count kind, int from, int to) {
    if (walked == MOST_GAPS) {
      plain = false;
      return;
    }
    walkedKinds[walked] = kind;
    walkedFrom[walked] = from;
    walkedTo[walked++] = to;
  }

  /** The chunk that is being walked says more than text and counts. */
  void notPlain() {
    plain = false;
  }

  /** Keeps the chunk that was walked as the template, if it was plain. */
  void learn(byte[] bytes, int from, int to) {
    if (!plain || texts != 1 || hasControl(bytes, from, to)) {
      return;
    }
    if (fixed.length < to - from) {
      fixed = new byte[Math.max(2 * fixed.length, to - from)];
    }
    int length = 0;
    int at = from;
    for (int i = 0; i <= walked; i++) {
      int end = i < walked ? walkedFrom[i] : to;
      System.arraycopy(bytes, at, fixed, length, end - at);
      length += end - at;
      fixedTo[i] = length;
      if (i < walked) {
        kinds[i] = walkedKinds[i];
        at = walkedTo[i];
      }
    }
    gaps = walked;
    content = walkedContent;
  }

  /** White space that a line end may be: a template must match within one line alone. */
  private static boolean hasControl(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] >= 0 && bytes[i] < ' ') {
        return true;
      }
    }
    return false;
  }

  /** Whether this is such a chunk, with some text in it; then its counts are known. */
  boolean matches(byte[] bytes, int from, int to) {
    if (gaps == 0) {
      return false;
    }
    prompt = Answer.UNKNOWN;
    completion = Answer.UNKNOWN;
    int at = from;
    int fixedFrom = 0;
    for (int i = 0; i < gaps; i++) {
      int end = at + fixedTo[i] - fixedFrom;
      if (end > to || !Arrays.equals(fixed, fixedFrom, fixedTo[i], bytes, at, end)) {
        return false;
      }
      fixedFrom = fixedTo[i];
      at = kinds[i] == null ? afterText(bytes, end, to) : afterCount(kinds[i], bytes, end, to);
      if (at == NO_MATCH) {
        return false;
      }
    }
    return Arrays.equals(fixed, fixedFrom, fixedTo[gaps], bytes, at, to);
  }

  /** The first byte after text that is not empty; the quote that ends it. */
  private static int afterText(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '"') {
      if (bytes[at] >= 0 && bytes[at] < ' ') {
        return NO_MATCH;
      }
      at += bytes[at] == '\\' ? 2 : 1;
    }
    return at == from || at >= to ? NO_MATCH : at;
  }

  private int afterCount(Count kind, byte[] bytes, int from, int to) {
    int at = from;
    long value = 0;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      value = value * 10 + bytes[at++] - '0';
    }
    if (at == from || at - from > MOST_DIGITS) {
      return NO_MATCH;
    }
    if (kind == Count.COMPLETION) {
      completion = value;
    } else if (kind == Count.PROMPT) {
      prompt = value;
    }
    return at;
  }

  /** Whether the text of the chunk that matched is no reasoning. */
  boolean content() {
    return content;
  }

  /** Of the chunk that matched, or {@link Answer#UNKNOWN}. */
  long prompt() {
    return prompt;
  }

  /** Of the chunk that matched, or {@link Answer#UNKNOWN}. */
  long completion() {
    return completion;
  }
}
