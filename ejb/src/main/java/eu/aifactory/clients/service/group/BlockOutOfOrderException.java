package eu.aifactory.clients.service.group;

import jakarta.ejb.ApplicationException;

/** A block of records came before the one that precedes it; nothing was stored. */
@ApplicationException(rollback = true)
public final class BlockOutOfOrderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BlockOutOfOrderException(String message) {
    super(message);
  }
}
