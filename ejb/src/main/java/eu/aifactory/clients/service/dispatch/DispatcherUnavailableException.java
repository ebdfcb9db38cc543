package eu.aifactory.clients.service.dispatch;

/** The dispatcher could not be asked: nothing follows about any job. */
public final class DispatcherUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  public DispatcherUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
