package eu.aifactory.clients.service.group;

/** A group was deleted: its job is to be cancelled as soon as that is committed. */
record GroupDeleted(long groupPk) {}
