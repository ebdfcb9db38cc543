package eu.aifactory.clients.agent.service;

import eu.aifactory.clients.agent.settings.AgentIdentity;
import eu.aifactory.clients.agent.settings.AgentSettings;

/** A service link over real HTTP, without a container and so without fault tolerance. */
public record TestLink(
    AgentSettings settings, AgentIdentity identity, ServiceClock clock, ServiceLink link) {

  public static TestLink of(AgentSettings settings) {
    AgentIdentity identity = new AgentIdentity(settings);
    identity.listensAt("127.0.0.1", 9_000);
    ServiceClock clock = new ServiceClock();
    ServiceLink link = new ServiceLink(new ServiceCalls(settings, clock), identity, clock);
    return new TestLink(settings, identity, clock, link);
  }
}
