package eu.aifactory.clients.service.group;

import jakarta.ejb.ApplicationException;

/** The group's state does not allow what was asked; nothing was changed. */
@ApplicationException(rollback = true)
public final class IllegalTransitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IllegalTransitionException(String message) {
    super(message);
  }
}
