package eu.aifactory.clients.emulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Notes the send times of one answer; does nothing when no truth is kept. */
final class TruthRecorder {
  private static final int INITIAL_CAPACITY = 32;

  private final TruthLog log;
  private final boolean on;
  private ChunkKind[] kinds = {};
  private int[] tokens = {};
  private long[] due = {};
  private long[] sent = {};
  private int chunks;
  private int stamped;
  private long headersNanos;

  TruthRecorder(TruthLog log) {
    this.log = log;
    on = log.capacity() > 0;
  }

  void headers(long nanos) {
    headersNanos = nanos;
  }

  /** A chunk is ready; it counts as sent with the next {@link #stamp}. */
  void chunk(ChunkKind kind, int tokenCount, long dueNanos) {
    if (!on) {
      return;
    }
    if (chunks == kinds.length) {
      int capacity = Math.max(INITIAL_CAPACITY, chunks * 2);
      kinds = Arrays.copyOf(kinds, capacity);
      tokens = Arrays.copyOf(tokens, capacity);
      due = Arrays.copyOf(due, capacity);
      sent = Arrays.copyOf(sent, capacity);
    }
    kinds[chunks] = kind;
    tokens[chunks] = tokenCount;
    due[chunks] = dueNanos;
    chunks++;
  }

  void stamp(long nanos) {
    if (on) {
      Arrays.fill(sent, stamped, chunks, nanos);
      stamped = chunks;
    }
  }

  void close(Generation generation, boolean completed, String outcome) {
    if (!on) {
      return;
    }
    List<RequestTruth.Chunk> list = new ArrayList<>(stamped);
    for (int i = 0; i < stamped; i++) {
      list.add(new RequestTruth.Chunk(kinds[i], tokens[i], due[i], sent[i]));
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
            list,
            completed,
            outcome,
            log.epochOffsetNanos()));
  }
}
