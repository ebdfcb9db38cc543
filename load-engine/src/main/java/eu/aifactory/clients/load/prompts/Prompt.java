package eu.aifactory.clients.load.prompts;

import java.util.ArrayList;
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
  public record Message(String role, String content) {
    static final String SYSTEM = "system";
    static final String USER = "user";
    static final String ASSISTANT = "assistant";

    boolean isUsers() {
      return USER.equals(role);
    }
  }

  /** What stands between messages that are sent as one text. */
  static final String BETWEEN_MESSAGES = "\n\n";

  public Prompt {
    messages = List.copyOf(messages);
  }

  /** A single message of the user. */
  public static Prompt of(String text) {
    return new Prompt(List.of(new Message(Message.USER, text)), null);
  }

  /**
   * The same as chat templates want it: user and assistant in turn, the user first but for what the
   * system says. What one says several times in a row becomes one message; what is said before the
   * user begins is left out.
   */
  Prompt asConversation() {
    List<Message> turns = new ArrayList<>();
    for (Message message : messages) {
      Message last = turns.isEmpty() ? null : turns.getLast();
      if (last != null && last.role().equals(message.role())) {
        String both = last.content() + BETWEEN_MESSAGES + message.content();
        turns.set(turns.size() - 1, new Message(message.role(), both));
      } else if (message.isUsers()
          || Message.SYSTEM.equals(message.role())
          || turns.stream().anyMatch(Message::isUsers)) {
        turns.add(message);
      }
    }
    return new Prompt(turns, maxTokens);
  }

  boolean hasUsersMessage() {
    return messages.stream().anyMatch(Message::isUsers);
  }

  /** The whole as one text, for an API that knows no messages. */
  public String text() {
    return messages.stream().map(Message::content).collect(Collectors.joining(BETWEEN_MESSAGES));
  }
}
