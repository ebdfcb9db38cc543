package eu.aifactory.clients.protocol.records;

/**
 * One request as it went. Nanoseconds count from the run's start on the agent that sent it; {@code
 * null} is what never came or is not known. {@code docs/records.md} says what each member means.
 *
 * @param runStartMicros the run's start, microseconds since the epoch on the service's clock
 * @param requestClass name of the workload's class, or {@code null} when it names none
 * @param error class of error, or {@code null} when it succeeded
 * @param chunkTokens tokens as the chunks tell
 * @param chunkNanos when each chunk that carried tokens came, or {@code null} when that was not
 *     kept
 * @param tokensOfChunks how many tokens each of these carried
 * @param chunksLeftOut whether the chunks were too many to be kept
 */
public record RequestRecord(
    String agent,
    String requestId,
    long index,
    int turn,
    Integer stage,
    String requestClass,
    long runStartMicros,
    long dueNanos,
    Long sentNanos,
    Long headersNanos,
    Long firstEventNanos,
    Long firstTokenNanos,
    Long lastTokenNanos,
    Long lastByteNanos,
    long endNanos,
    Integer status,
    String error,
    Boolean connectionReused,
    boolean streamed,
    Long promptTokens,
    Long completionTokens,
    long chunkTokens,
    int tokenChunks,
    boolean tokenExact,
    boolean tokenMismatch,
    Long serverQueueNanos,
    Long serverPrefillNanos,
    long[] chunkNanos,
    int[] tokensOfChunks,
    boolean chunksLeftOut) {

  public static final String BY_USAGE = "usage";
  public static final String BY_CHUNKS = "chunks";

  /** {@code usage} or {@code chunks}, or {@code null} when no token was counted. */
  public String countedBy() {
    if (completionTokens != null) {
      return BY_USAGE;
    }
    return tokenChunks > 0 ? BY_CHUNKS : null;
  }

  /** As the server says; without that, as the chunks tell. */
  public long tokens() {
    return completionTokens == null ? chunkTokens : completionTokens;
  }
}
