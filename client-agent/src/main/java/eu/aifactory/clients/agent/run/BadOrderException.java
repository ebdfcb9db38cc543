package eu.aifactory.clients.agent.run;

/** An order that cannot be carried out; the message names the value at fault. */
public final class BadOrderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadOrderException(String message) {
    super(message);
  }
}
