package eu.aifactory.clients.service.group;

import jakarta.ejb.ApplicationException;

/** The token is that of another group's job. */
@ApplicationException(rollback = true)
public final class ForeignAgentTokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForeignAgentTokenException(String message) {
    super(message);
  }
}
