package eu.aifactory.clients.service.monitor;

import jakarta.ejb.ApplicationException;

/** There is no such group, or no client process of it that could tell an observer anything. */
@ApplicationException(rollback = true)
public final class NoClientProcessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoClientProcessException(String message) {
    super(message);
  }
}
