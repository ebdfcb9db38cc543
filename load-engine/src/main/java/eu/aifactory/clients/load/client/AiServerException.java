package eu.aifactory.clients.load.client;

/** The AI server cannot be used; the message is a sentence that names it and says why. */
public final class AiServerException extends Exception {
  private static final long serialVersionUID = 1L;

  public AiServerException(String message) {
    super(message);
  }

  public AiServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
