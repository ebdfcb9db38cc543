package eu.aifactory.clients.emulator;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The truth about the last requests that ended, oldest dropped first. Safe for any thread. A
 * request is here before the last byte of its answer is written.
 */
public final class TruthLog {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final int capacity;
  private final long epochOffsetNanos;
  private final Deque<RequestTruth> records = new ArrayDeque<>();

  TruthLog(int capacity) {
    this.capacity = capacity;
    long before = System.nanoTime();
    Instant now = Instant.now();
    long nano = before + (System.nanoTime() - before) / 2;
    epochOffsetNanos = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - nano;
  }

  int capacity() {
    return capacity;
  }

  /** Added to a nanoTime it gives nanoseconds since the epoch; taken once, at the start. */
  long epochOffsetNanos() {
    return epochOffsetNanos;
  }

  synchronized void add(RequestTruth record) {
    if (records.size() == capacity) {
      records.removeFirst();
    }
    records.addLast(record);
  }

  public synchronized List<RequestTruth> records() {
    return List.copyOf(records);
  }

  public synchronized void clear() {
    records.clear();
  }
}
