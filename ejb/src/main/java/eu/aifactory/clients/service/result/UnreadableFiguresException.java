package eu.aifactory.clients.service.result;

import jakarta.ejb.ApplicationException;

/** A snapshot's figures cannot be read; nothing of it was kept. */
@ApplicationException(rollback = true)
public final class UnreadableFiguresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableFiguresException(String message, Throwable cause) {
    super(message, cause);
  }
}
