package eu.aifactory.clients.service.group;

import jakarta.ejb.ApplicationException;

/** The agent and this service are of versions too far apart: it has to end. */
@ApplicationException(rollback = true)
public final class UnfitVersionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfitVersionException(String message) {
    super(message);
  }
}
