package eu.aifactory.clients.service.web.json;

/** The body is missing, no JSON, or too large to be read. */
public final class UnreadableBodyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public UnreadableBodyException(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
