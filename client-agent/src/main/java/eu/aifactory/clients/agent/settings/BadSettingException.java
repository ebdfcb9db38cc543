package eu.aifactory.clients.agent.settings;

/**
 * The agent was started with something it cannot work with; the message is a sentence for people.
 */
public final class BadSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadSettingException(String message) {
    super(message);
  }
}
