package eu.aifactory.clients.service.lease;

/**
 * The right of this instance to work on a group.
 *
 * @param groupPk the group's key
 * @param epoch how often the group has changed hands; whoever comes with a lower one is late
 */
public record Lease(long groupPk, long epoch) {}
