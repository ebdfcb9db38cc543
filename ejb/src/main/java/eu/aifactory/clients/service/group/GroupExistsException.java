package eu.aifactory.clients.service.group;

import jakarta.ejb.ApplicationException;

/** A live group has this benchmark id already; nothing was created. */
@ApplicationException(rollback = true)
public final class GroupExistsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  // The words are the specification's: its clients compare them.
  public GroupExistsException() {
    super("Group already exists");
  }
}
