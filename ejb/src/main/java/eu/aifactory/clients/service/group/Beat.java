package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.Heartbeat;

/** What an agent says of itself. */
public record Beat(String agent, Heartbeat heartbeat) {
  /**
   * @throws InvalidRequestException when no agent can have this name
   */
  public static Beat of(String agent, Heartbeat heartbeat) {
    Beat beat = new Beat(agent, heartbeat);
    AgentMessages.check(beat);
    return beat;
  }
}
