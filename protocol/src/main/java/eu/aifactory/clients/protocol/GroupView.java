package eu.aifactory.clients.protocol;

/** Answer to {@code GET /client-group/{id}}. */
public record GroupView(long benchmarkId, GroupInfo info) {}
