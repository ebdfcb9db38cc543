package eu.aifactory.clients.service.network;

/** Nothing may be sent there; the message says why, and nothing was. */
public final class ForbiddenDestinationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ForbiddenDestinationException(String message) {
    super(message);
  }
}
