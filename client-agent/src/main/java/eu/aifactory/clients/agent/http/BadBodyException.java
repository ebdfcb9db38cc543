package eu.aifactory.clients.agent.http;

/** A request's body cannot be used; the message is a sentence for the caller. */
final class BadBodyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  BadBodyException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
