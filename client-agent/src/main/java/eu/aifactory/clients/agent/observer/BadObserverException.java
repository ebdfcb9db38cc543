package eu.aifactory.clients.agent.observer;

/** An observer asks for something that cannot be done; the message names the value. */
public final class BadObserverException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadObserverException(String message) {
    super(message);
  }
}
