package eu.aifactory.clients.agent.observer;

import eu.aifactory.clients.protocol.result.Latency;

/**
 * What an observer is told of one agent's share of a run; counts are totals since its start. {@code
 * docs/agent.md} documents it for those who receive it.
 *
 * @param state {@code PREPARING} or {@code RUNNING}, and in the last update of a run {@code
 *     COMPLETED}, {@code STOPPED} or {@code FAILED}
 * @param reason why the run did not complete, or {@code null}
 * @param ttftMs with the last update, as are the other latencies; {@code null} before
 */
public record RunUpdate(
    long benchmarkId,
    String runId,
    String agent,
    String state,
    String reason,
    double elapsedSeconds,
    long sent,
    long succeeded,
    long failed,
    int inFlight,
    Latency ttftMs,
    Latency tpotMs,
    Latency itlMs,
    Latency e2eMs) {}
