package eu.aifactory.clients.service.group;

import jakarta.ejb.ApplicationException;

/** The group has no such agent. */
@ApplicationException(rollback = true)
public final class UnknownAgentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownAgentException(String message) {
    super(message);
  }

  static UnknownAgentException of(String agent, long benchmarkId) {
    return new UnknownAgentException(
        "agent \"%s\" is not of group %d".formatted(agent, benchmarkId));
  }
}
