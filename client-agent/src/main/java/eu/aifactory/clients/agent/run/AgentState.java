package eu.aifactory.clients.agent.run;

/** How an agent stands, in the words of its status and its heartbeats. */
public enum AgentState {
  /** Listens, and is not registered yet. */
  STARTING,
  READY,
  RUNNING,
  STOPPING
}
