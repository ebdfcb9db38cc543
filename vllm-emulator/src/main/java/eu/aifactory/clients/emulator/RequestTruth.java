package eu.aifactory.clients.emulator;

import java.util.List;

/**
 * What really happened to one generation request. All times are {@link System#nanoTime()} of the
 * emulator's machine; {@link #epochMicros} turns them into time since the epoch.
 *
 * @param id id of the answer, as its chunks carry it
 * @param requestId the X-Request-Id of the client, or what was made up in its place
 * @param receivedNanos when the last byte of the request had been read
 * @param admittedNanos when it left the queue; 0 if it never did
 * @param headersNanos right before the response's headers were written
 * @param times the chunks, packed; see {@link #chunks}
 * @param completed whether the answer went out as the client asked for it
 * @param outcome finish reason, {@code abort} when the client left, or the fault's name
 */
public record RequestTruth(
    String id,
    String requestId,
    String path,
    int promptTokens,
    long receivedNanos,
    long admittedNanos,
    long headersNanos,
    ChunkTimes times,
    boolean completed,
    String outcome,
    long epochOffsetNanos) {
  private static final long NANOS_PER_MICRO = 1000;

  /**
   * @param tokens tokens that became visible with this chunk
   * @param dueNanos when the schedule wanted it sent
   * @param sentNanos right before the write that carried its last byte
   */
  public record Chunk(ChunkKind kind, int tokens, long dueNanos, long sentNanos) {}

  /** In the order of sending; one entry stands for a whole answer that is not streamed. */
  public List<Chunk> chunks() {
    return times.toList();
  }

  /** Tokens that were sent. */
  public int tokens() {
    return chunks().stream().mapToInt(Chunk::tokens).sum();
  }

  public long epochMicros(long nanos) {
    return (nanos + epochOffsetNanos) / NANOS_PER_MICRO;
  }
}
