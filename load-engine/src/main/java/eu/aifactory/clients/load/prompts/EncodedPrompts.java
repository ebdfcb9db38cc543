package eu.aifactory.clients.load.prompts;

import eu.aifactory.clients.load.random.RequestRandom;
import eu.aifactory.clients.protocol.Workload;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Prompts of a list, each encoded once; a request sends one of them by its index. A conversation is
 * encoded as a whole: a turn sends its beginning, up to what the user says in that turn.
 */
public final class EncodedPrompts implements PromptWriter {
  private final EncodedPrompt[] prompts;
  private final long seed;
  private final AnswerLengths answers;
  private final TurnPlan turns;

  /**
   * @param prompts at least one; conversations where the workload asks for them
   * @param workload of one class, checked
   * @param chat whether they are sent as messages rather than as one text
   */
  public EncodedPrompts(List<Prompt> prompts, Workload workload, boolean chat) {
    boolean conversations = workload.prompts().conversations() != null;
    this.prompts =
        prompts.stream()
            .map(prompt -> EncodedPrompt.of(prompt, chat, conversations))
            .toArray(EncodedPrompt[]::new);
    this.seed = workload.seed();
    this.answers = new AnswerLengths(workload);
    this.turns = new TurnPlan(workload);
  }

  @Override
  public int turns(long index) {
    return Math.min(prompt(index).ends().length, turns.turns(index));
  }

  @Override
  public long thinkNanos(long index, int turn) {
    return turns.thinkNanos(index, turn);
  }

  @Override
  public void write(long index, int turn, ByteBuf to) {
    EncodedPrompt prompt = prompt(index);
    to.writeBytes(prompt.bytes(), 0, prompt.ends()[turn]);
    to.writeBytes(prompt.close());
  }

  @Override
  public int answerTokens(long index, int turn) {
    int own = prompt(index).maxTokens();
    return own == UNKNOWN ? answers.tokens(index, turn) : own;
  }

  private EncodedPrompt prompt(long index) {
    return prompts[RequestRandom.below(prompts.length, seed, index, RequestRandom.PROMPT)];
  }

  /**
   * @param bytes of the whole, without what closes it
   * @param ends where what a turn sends ends, one entry a turn
   * @param maxTokens of the answers, or {@link #UNKNOWN}
   */
  private record EncodedPrompt(byte[] bytes, int[] ends, byte[] close, int maxTokens) {
    private static final byte[] LIST_END = ascii("]");
    private static final byte[] TEXT_END = ascii("\"");

    static EncodedPrompt of(Prompt prompt, boolean chat, boolean conversation) {
      List<Prompt.Message> messages = prompt.messages();
      Encoding encoding = new Encoding(chat);
      int[] ends = new int[messages.size()];
      int turns = 0;
      for (Prompt.Message message : messages) {
        encoding.add(message);
        if (conversation && message.isUsers()) {
          ends[turns++] = encoding.length();
        }
      }
      if (!conversation) {
        ends[turns++] = encoding.length();
      }
      return new EncodedPrompt(
          encoding.bytes(),
          Arrays.copyOf(ends, turns),
          chat ? LIST_END : TEXT_END,
          prompt.maxTokens() == null ? UNKNOWN : prompt.maxTokens());
    }

    private static byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
