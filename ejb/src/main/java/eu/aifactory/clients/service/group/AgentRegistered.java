package eu.aifactory.clients.service.group;

/**
 * An agent registered for the first time.
 *
 * @param address where it listens
 */
public record AgentRegistered(long groupPk, String agent, String address) {}
