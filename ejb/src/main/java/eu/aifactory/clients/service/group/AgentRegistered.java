package eu.aifactory.clients.service.group;

/** An agent registered for the first time. */
public record AgentRegistered(long groupPk, String agent) {}
