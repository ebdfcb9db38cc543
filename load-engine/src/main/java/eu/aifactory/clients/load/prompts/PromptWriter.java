package eu.aifactory.clients.load.prompts;

import io.netty.buffer.ByteBuf;

/**
 * The prompts of a run as JSON values, each a function of its index alone. Nothing is allocated for
 * a prompt, because event loops write them. Thread-safe.
 */
public interface PromptWriter {
  /** A length that only the server can tell. */
  int UNKNOWN = -1;

  /** Requests of this arrival: 1 but for a conversation. */
  default int turns(long index) {
    return 1;
  }

  /** Time from the end of the turn before to this turn, nanoseconds; 0 for the first. */
  default long thinkNanos(long index, int turn) {
    return 0;
  }

  /** Appends the prompt: a text, a list of token ids or a list of messages. */
  void write(long index, int turn, ByteBuf to);

  /** Most tokens of the answer to ask for, 1 or more. */
  int answerTokens(long index, int turn);

  /** Tokens of the prompt as they are meant to be, or {@link #UNKNOWN}. */
  default int promptTokens(long index, int turn) {
    return UNKNOWN;
  }

  /** How a sentence about this arrival calls it. */
  default String nameOf(long index) {
    return "request " + index;
  }
}
