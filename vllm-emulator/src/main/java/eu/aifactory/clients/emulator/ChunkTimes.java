package eu.aifactory.clients.emulator;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The chunks of one answer, packed: a long run keeps millions of them. */
public final class ChunkTimes {
  private static final int INITIAL_CAPACITY = 32;
  private static final ChunkKind[] KINDS = ChunkKind.values();

  private byte[] kinds = {};
  private int[] tokens = {};
  private long[] due = {};
  private long[] sent = {};
  private int size;
  private int stamped;

  ChunkTimes() {}

  /** A chunk is ready; it counts as sent with the next {@link #stamp}. */
  void add(ChunkKind kind, int tokenCount, long dueNanos) {
    if (size == kinds.length) {
      resize(Math.max(INITIAL_CAPACITY, size * 2));
    }
    kinds[size] = (byte) kind.ordinal();
    tokens[size] = tokenCount;
    due[size] = dueNanos;
    size++;
  }

  void stamp(long nanos) {
    Arrays.fill(sent, stamped, size, nanos);
    stamped = size;
  }

  /** Forgets what was never sent, and frees the room kept for more. */
  ChunkTimes trim() {
    size = stamped;
    resize(size);
    return this;
  }

  List<RequestTruth.Chunk> toList() {
    return IntStream.range(0, size)
        .mapToObj(i -> new RequestTruth.Chunk(KINDS[kinds[i]], tokens[i], due[i], sent[i]))
        .toList();
  }

  private void resize(int capacity) {
    kinds = Arrays.copyOf(kinds, capacity);
    tokens = Arrays.copyOf(tokens, capacity);
    due = Arrays.copyOf(due, capacity);
    sent = Arrays.copyOf(sent, capacity);
  }
}
