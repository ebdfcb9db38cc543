package eu.aifactory.clients.service.compare;

import jakarta.ejb.ApplicationException;

/** The run or group is there and has no result yet. */
@ApplicationException(rollback = true)
public final class NoResultYetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoResultYetException(String message) {
    super(message);
  }
}
