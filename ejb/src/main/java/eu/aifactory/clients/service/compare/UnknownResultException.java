package eu.aifactory.clients.service.compare;

import jakarta.ejb.ApplicationException;

/** Nothing that could have a result has this name. */
@ApplicationException(rollback = true)
public final class UnknownResultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownResultException(String message) {
    super(message);
  }
}
