package eu.aifactory.clients.load.prompts;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What one request asks.
 *
 * @param messages of a conversation, at least one
 * @param maxTokens most tokens of the answer, which then takes the place of the workload's, or
 *     {@code null}
 */
public record Prompt(List<Message> messages, Integer maxTokens) {

  /**
   * @param role {@code system}, {@code user} or {@code assistant}, or what else the model knows
   */
  public record Message(String role, String content) {}

  public Prompt {
    messages = List.copyOf(messages);
  }

  /** A single message of the user. */
  public static Prompt of(String text) {
    return new Prompt(List.of(new Message("user", text)), null);
  }

  /** The whole as one text, for an API that knows no messages. */
  public String text() {
    return messages.stream().map(Message::content).collect(Collectors.joining("\n\n"));
  }
}
