package eu.aifactory.clients.service.aiserver;

/** The AI server did not confirm: the service may still be there. */
public final class NotReleasedException extends Exception {
  private static final long serialVersionUID = 1L;

  public NotReleasedException(String message, Throwable cause) {
    super(message, cause);
  }
}
