package eu.aifactory.clients.protocol;

/**
 * A result that others are compared with, under a name.
 *
 * @param benchmarkId the client group that it was measured by
 * @param setAt seconds since the epoch
 */
public record Baseline(String name, String runId, Long benchmarkId, Double setAt) {}
