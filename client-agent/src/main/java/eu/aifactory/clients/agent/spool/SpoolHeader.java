package eu.aifactory.clients.agent.spool;

/** The first line of a spool: whose it is. No token is in it. */
public record SpoolHeader(long benchmarkId, int rank, String runId, String agent) {}
