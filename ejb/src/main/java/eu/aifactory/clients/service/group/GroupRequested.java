package eu.aifactory.clients.service.group;

/** A group was created: it wants a job as soon as that is committed. */
record GroupRequested(long groupPk) {}
