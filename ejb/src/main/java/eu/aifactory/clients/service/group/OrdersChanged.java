package eu.aifactory.clients.service.group;

/** What the agents of a group are told has changed, as soon as that is committed. */
record OrdersChanged(long groupPk) {}
