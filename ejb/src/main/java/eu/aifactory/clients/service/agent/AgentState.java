package eu.aifactory.clients.service.agent;

/** How an agent stands in the eyes of the service. */
public enum AgentState {
  READY,
  RUNNING,
  /** Not heard for a while; its next heartbeat heals it. */
  SUSPECT,
  /** Not heard for too long; it counts as dead. */
  LOST,
  /** It said good-bye, or its job ended. */
  STOPPED;

  public boolean isGone() {
    return this == LOST || this == STOPPED;
  }
}
