package eu.aifactory.clients.emulator;

/** Notes the send times of one answer; does nothing when no truth is kept. */
final class TruthRecorder {
  private final TruthLog log;
  private final boolean on;
  private final ChunkTimes times = new ChunkTimes();
  private long headersNanos;

  TruthRecorder(TruthLog log) {
    this.log = log;
    on = log.capacity() > 0;
  }

  void headers(long nanos) {
    headersNanos = nanos;
  }

  /** A chunk is ready; it counts as sent with the next {@link #stamp}. */
  void chunk(ChunkKind kind, int tokens, long dueNanos) {
    if (on) {
      times.add(kind, tokens, dueNanos);
    }
  }

  void stamp(long nanos) {
    if (on) {
      times.stamp(nanos);
    }
  }

  void close(Generation generation, boolean completed, String outcome) {
    if (!on) {
      return;
    }
    GenerationRequest request = generation.request();
    log.add(
        new RequestTruth(
            request.id(),
            request.requestId(),
            generation.path(),
            request.promptTokens(),
            generation.receivedNanos(),
            generation.admittedNanos(),
            headersNanos,
            times.trim(),
            completed,
            outcome,
            log.epochOffsetNanos()));
  }
}
