package eu.aifactory.clients.service.agent;

/** The agent answered, and said no: trying again would not help. */
public final class AgentRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  public AgentRefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The agent's HTTP status. */
  public int status() {
    return status;
  }
}
