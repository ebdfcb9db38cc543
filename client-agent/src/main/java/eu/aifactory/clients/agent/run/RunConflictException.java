package eu.aifactory.clients.agent.run;

/** A run cannot begin now, because of what the agent has in hand; nothing was started. */
public final class RunConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunConflictException(String message) {
    super(message);
  }
}
