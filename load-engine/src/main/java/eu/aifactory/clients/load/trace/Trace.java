package eu.aifactory.clients.load.trace;

import eu.aifactory.clients.load.arrival.TraceTimes;

/**
 * Requests of a trace, in the order in which they came. Immutable.
 *
 * <p>A request may name blocks of {@value #BLOCK_TOKENS} tokens that its prompt consists of, the
 * last one being cut off at the prompt's end; blocks of the same id say the same.
 */
public final class Trace implements TraceTimes {
  /** Tokens of a block, as the traces of mooncake have it. */
  public static final int BLOCK_TOKENS = 512;

  private final String file;
  private final long[] dueNanos;
  private final int[] promptTokens;
  private final int[] answerTokens;
  private final long[] lines;
  private final long[][] blocks;

  Trace(
      String file,
      long[] dueNanos,
      int[] promptTokens,
      int[] answerTokens,
      long[] lines,
      long[][] blocks) {
    this.file = file;
    this.dueNanos = dueNanos;
    this.promptTokens = promptTokens;
    this.answerTokens = answerTokens;
    this.lines = lines;
    this.blocks = blocks;
  }

  @Override
  public long size() {
    return dueNanos.length;
  }

  @Override
  public long dueNanos(long index) {
    return dueNanos[(int) index];
  }

  /** Tokens of the prompt, 1 or more. */
  public int promptTokens(long index) {
    return promptTokens[(int) index];
  }

  /** Tokens of the answer, 1 or more. */
  public int answerTokens(long index) {
    return answerTokens[(int) index];
  }

  /** Blocks that the prompt consists of; 0 when it shares nothing with another. */
  public int blocks(long index) {
    return blocks.length == 0 ? 0 : blocks[(int) index].length;
  }

  /** Id of a block. */
  public long block(long index, int place) {
    return blocks[(int) index][place];
  }

  /** Where the request stands in the file. */
  String place(long index) {
    return "%s, line %d".formatted(file, lines[(int) index]);
  }
}
