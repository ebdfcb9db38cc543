package eu.aifactory.clients.service.compare;

import jakarta.ejb.ApplicationException;

/** A baseline of another owner has this name; nothing was kept. */
@ApplicationException(rollback = true)
public final class BaselineTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BaselineTakenException(String name) {
    super("the name \"%s\" is taken: choose another".formatted(name));
  }
}
