package eu.aifactory.clients.agent.service;

/** The service understood and said no: asking again would get the same answer. */
public final class ServiceRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  private final int status;

  ServiceRefusedException(int status, String detail) {
    super(detail);
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** Whether what was asked about exists no longer, or never did. */
  public boolean isGone() {
    return status == NOT_FOUND || status == GONE;
  }
}
