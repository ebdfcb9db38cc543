package eu.aifactory.clients.load;

/** A run cannot be prepared; nothing was sent. The message is a sentence that says why. */
public final class PreparationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PreparationException(String message) {
    super(message);
  }

  public PreparationException(String message, Throwable cause) {
    super(message, cause);
  }
}
