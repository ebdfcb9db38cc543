package eu.aifactory.clients.service.monitor;

import jakarta.ejb.ApplicationException;

/** A client process refuses the observer or cannot be reached; others may have taken it. */
@ApplicationException(rollback = true)
public final class ObserverRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ObserverRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
