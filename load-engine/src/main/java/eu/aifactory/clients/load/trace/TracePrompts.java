package eu.aifactory.clients.load.trace;

import eu.aifactory.clients.load.prompts.PromptFrame;
import eu.aifactory.clients.load.prompts.PromptWriter;
import eu.aifactory.clients.load.prompts.TokenPieces;
import eu.aifactory.clients.load.prompts.Vocabulary;
import eu.aifactory.clients.load.random.RequestRandom;
import io.netty.buffer.ByteBuf;

/**
 * Made-up prompts with the lengths of a trace. Where the trace names blocks, those of the same id
 * are the same in every prompt; where it does not, no two prompts are alike. A load with more
 * arrivals than the trace begins it again.
 */
public final class TracePrompts implements PromptWriter {
  private final Trace trace;
  private final TokenPieces pieces;
  private final PromptFrame frame;
  private final long seed;

  public TracePrompts(Trace trace, Vocabulary vocabulary, long seed) {
    this.trace = trace;
    this.pieces = vocabulary.pieces();
    this.frame = vocabulary.frame();
    this.seed = seed;
  }

  /** When the requests came. */
  public Trace trace() {
    return trace;
  }

  @Override
  public void write(long index, int turn, ByteBuf to) {
    long row = row(index);
    int left = pieces(row);
    frame.open(to);
    if (trace.blocks(row) == 0) {
      pieces.write(RequestRandom.bits(seed, index, RequestRandom.TEXT), left, to);
    }
    for (int place = 0; place < trace.blocks(row) && left > 0; place++) {
      int count = Math.min(left, Trace.BLOCK_TOKENS);
      long block = RequestRandom.bits(seed, trace.block(row, place), RequestRandom.BLOCK);
      pieces.write(block, count, to);
      left -= count;
    }
    frame.close(to);
  }

  @Override
  public int answerTokens(long index, int turn) {
    return trace.answerTokens(row(index));
  }

  @Override
  public int promptTokens(long index, int turn) {
    return frame.firstTokens() + pieces(row(index));
  }

  @Override
  public String nameOf(long index) {
    return trace.place(row(index));
  }

  /** What the server adds by itself is part of the length; a prompt has a piece in any case. */
  private int pieces(long row) {
    return Math.max(1, trace.promptTokens(row) - frame.firstTokens());
  }

  private long row(long index) {
    return index % trace.size();
  }
}
