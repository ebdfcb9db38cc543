package eu.aifactory.clients.service.agent;

import eu.aifactory.clients.protocol.AgentToken;

/**
 * Where an agent listens, and what it wants to see before it obeys.
 *
 * @param url as it announced it
 * @param callUrl where the service may call it, or {@code null} for nowhere
 * @param commandKey of the agent's job, or {@code null} for an agent that no job started
 */
public record AgentAddress(String url, String callUrl, String commandKey) {

  /** The header's value; {@code null} for none. */
  String authorization() {
    return commandKey == null ? null : AgentToken.authorization(AgentToken.OF_SERVICE, commandKey);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return url;
  }
}
