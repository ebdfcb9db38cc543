package eu.aifactory.clients.service.group;

import jakarta.ejb.ApplicationException;

/** The token is that of no job that may be running. */
@ApplicationException(rollback = true)
public final class UnknownAgentTokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownAgentTokenException(String message) {
    super(message);
  }
}
