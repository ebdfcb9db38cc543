package eu.aifactory.clients.load.prompts;

import eu.aifactory.clients.load.random.Draw;
import eu.aifactory.clients.load.random.RequestRandom;
import eu.aifactory.clients.protocol.Workload;
import io.netty.buffer.ByteBuf;

/**
 * Prompts that are made up from the seed: no two alike but for a prefix that groups of them share,
 * and of lengths that are drawn.
 *
 * <p>In a conversation the answers before are made up, too, as long as the answers that were asked
 * for; a length then is what a turn adds to the prompt beside the answer before it.
 */
public final class SyntheticPrompts implements PromptWriter {
  private final long seed;
  private final TokenPieces pieces;
  private final PromptFrame frame;
  private final Draw inputTokens;
  private final int prefixTokens;
  private final int prefixGroups;
  private final AnswerLengths answers;
  private final TurnPlan turns;

  /**
   * @param workload of one class, checked
   */
  public SyntheticPrompts(Workload workload, Vocabulary vocabulary) {
    Workload.Prompts prompts = workload.prompts();
    Workload.SharedPrefix prefix = prompts.sharedPrefix();
    this.seed = workload.seed();
    this.pieces = vocabulary.pieces();
    this.frame = vocabulary.frame();
    this.inputTokens = Draw.of(prompts.inputTokens(), 1);
    this.prefixTokens = prefix == null ? 0 : prefix.tokens();
    this.prefixGroups = prefix == null ? 1 : prefix.groups();
    this.answers = new AnswerLengths(workload);
    this.turns = new TurnPlan(workload);
  }

  @Override
  public int turns(long index) {
    return turns.turns(index);
  }

  @Override
  public long thinkNanos(long index, int turn) {
    return turns.thinkNanos(index, turn);
  }

  @Override
  public void write(long index, int turn, ByteBuf to) {
    long text = RequestRandom.bits(seed, index, RequestRandom.TEXT);
    frame.open(to);
    writePrefix(index, to);
    pieces.write(RequestRandom.at(text, 0), ownPieces(index, 0), to);
    for (int next = 1; next <= turn; next++) {
      frame.toAnswer(to);
      pieces.write(RequestRandom.at(text, 2L * next - 1), answers.tokens(index, next - 1), to);
      frame.toQuestion(to);
      pieces.write(RequestRandom.at(text, 2L * next), ownPieces(index, next), to);
    }
    frame.close(to);
  }

  private void writePrefix(long index, ByteBuf to) {
    if (prefixTokens > 0) {
      int group = RequestRandom.below(prefixGroups, seed, index, RequestRandom.PREFIX_GROUP);
      pieces.write(RequestRandom.bits(seed, group, RequestRandom.PREFIX), prefixTokens, to);
    }
  }

  @Override
  public int answerTokens(long index, int turn) {
    return answers.tokens(index, turn);
  }

  @Override
  public int promptTokens(long index, int turn) {
    long tokens = (long) prefixTokens + frame.firstTokens() + ownPieces(index, 0);
    for (int next = 1; next <= turn; next++) {
      tokens += answers.tokens(index, next - 1) + frame.turnTokens() + ownPieces(index, next);
    }
    return (int) Math.min(tokens, Integer.MAX_VALUE);
  }

  /** What the server adds by itself is part of the length; a prompt has a piece in any case. */
  private int ownPieces(long index, int turn) {
    long request = RequestRandom.bits(seed, index, RequestRandom.INPUT_TOKENS);
    int added = turn == 0 ? frame.firstTokens() : frame.turnTokens();
    return Math.max(1, inputTokens.whole(RequestRandom.at(request, turn)) - added);
  }
}
