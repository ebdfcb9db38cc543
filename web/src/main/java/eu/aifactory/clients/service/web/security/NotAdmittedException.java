package eu.aifactory.clients.service.web.security;

/** Who calls is not known, or may not make this call. */
public final class NotAdmittedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status 401 or 403
   */
  NotAdmittedException(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
