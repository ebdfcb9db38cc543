package eu.aifactory.clients.load.records;

import eu.aifactory.clients.protocol.records.RecordOutput;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Hands buffers from one thread to one other. Neither waits, allocates or takes a lock. There must
 * be no more buffers than the ring has places.
 */
final class BufferRing {
  private final AtomicReferenceArray<RecordOutput> places;
  private final AtomicInteger put = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();

  /**
   * @param size a power of two, so that the counts may run over
   */
  BufferRing(int size) {
    if (Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("a ring has a power of two of places, not " + size);
    }
    this.places = new AtomicReferenceArray<>(size);
  }

  /** By the one thread alone. */
  void put(RecordOutput buffer) {
    int at = put.get();
    if (at - taken.get() >= places.length()) {
      throw new IllegalStateException("there are more buffers than places");
    }
    places.setPlain(at & places.length() - 1, buffer);
    put.setRelease(at + 1);
  }

  /** By the other thread alone; {@code null} when there is none. */
  RecordOutput poll() {
    int at = taken.get();
    if (at == put.getAcquire()) {
      return null;
    }
    RecordOutput buffer = places.getPlain(at & places.length() - 1);
    taken.setRelease(at + 1);
    return buffer;
  }
}
