package eu.aifactory.clients.load.prompts;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * How made-up pieces stand in a prompt: as a list of ids, one text, or messages of a chat. A text
 * begins with a word that is always the same, so that a tokenizer that treats the first word of a
 * text in its own way adds the same to each. Immutable.
 *
 * <p>Each piece ends with a separator; whatever closes a text takes the last one's place.
 */
public final class PromptFrame {
  private static final String FIRST_WORD = "Text ";

  private final byte[] open;
  private final byte[] toAnswer;
  private final byte[] toQuestion;
  private final byte[] close;
  private final int firstTokens;
  private final int turnTokens;

  private PromptFrame(
      byte[] open,
      byte[] toAnswer,
      byte[] toQuestion,
      byte[] close,
      int firstTokens,
      int turnTokens) {
    this.open = open;
    this.toAnswer = toAnswer;
    this.toQuestion = toQuestion;
    this.close = close;
    this.firstTokens = firstTokens;
    this.turnTokens = turnTokens;
  }

  /** A list of token ids, to which the server adds nothing. */
  public static PromptFrame ids() {
    return new PromptFrame(ascii("["), ascii(""), ascii(""), ascii("]"), 0, 0);
  }

  /** One text; counted by its words alone. */
  public static PromptFrame text() {
    return new PromptFrame(ascii("\"" + FIRST_WORD), ascii(""), ascii(""), ascii("\""), 1, 0);
  }

  /** Messages of user and assistant in turn; counted by their words alone. */
  public static PromptFrame chat() {
    String end = "\"},{\"role\":\"%s\",\"content\":\"" + FIRST_WORD;
    return new PromptFrame(
        ascii("[{\"role\":\"user\",\"content\":\"" + FIRST_WORD),
        ascii(end.formatted("assistant")),
        ascii(end.formatted("user")),
        ascii("\"}]"),
        1,
        2);
  }

  /**
   * The same where the server counts otherwise.
   *
   * @param firstTokens that a prompt of one turn has beside its pieces
   * @param turnTokens that each further turn adds beside its pieces
   */
  public PromptFrame counting(int firstTokens, int turnTokens) {
    return new PromptFrame(open, toAnswer, toQuestion, close, firstTokens, turnTokens);
  }

  /** Tokens that a prompt of one turn has beside its pieces. */
  public int firstTokens() {
    return firstTokens;
  }

  /** Tokens that each further turn adds beside its pieces. */
  public int turnTokens() {
    return turnTokens;
  }

  public void open(ByteBuf to) {
    to.writeBytes(open);
  }

  public void toAnswer(ByteBuf to) {
    end(toAnswer, to);
  }

  public void toQuestion(ByteBuf to) {
    end(toQuestion, to);
  }

  public void close(ByteBuf to) {
    end(close, to);
  }

  private static void end(byte[] bytes, ByteBuf to) {
    if (bytes.length > 0) {
      to.writerIndex(to.writerIndex() - 1);
      to.writeBytes(bytes);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
