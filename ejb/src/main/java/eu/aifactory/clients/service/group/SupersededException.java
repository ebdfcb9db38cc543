package eu.aifactory.clients.service.group;

import jakarta.ejb.ApplicationException;

/** The agent belongs to an attempt or a group that is over: it has to end. */
@ApplicationException(rollback = true)
public final class SupersededException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SupersededException(String message) {
    super(message);
  }
}
