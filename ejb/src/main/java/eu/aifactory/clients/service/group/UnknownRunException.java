package eu.aifactory.clients.service.group;

import jakarta.ejb.ApplicationException;

/** The group has no such run, or the run has no result yet. */
@ApplicationException(rollback = true)
public final class UnknownRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownRunException(String message) {
    super(message);
  }

  static UnknownRunException of(ClientGroup group, String runId) {
    return new UnknownRunException("group %d has no run %s".formatted(group.benchmarkId(), runId));
  }

  static UnknownRunException ofAgent(String agent, String runId) {
    return new UnknownRunException("agent \"%s\" takes no part in run %s".formatted(agent, runId));
  }
}
