package eu.aifactory.clients.service.group;

/** How a run stands. */
public enum RunState {
  /** Agents make themselves ready. */
  PREPARING,
  /** The instant to start is agreed. */
  RUNNING,
  COMPLETED,
  FAILED;

  public boolean isTerminal() {
    return this == COMPLETED || this == FAILED;
  }
}
