package eu.aifactory.clients.load.records;

import eu.aifactory.clients.protocol.records.RecordOutput;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The records of one event loop on their way to the writer. The loop fills a buffer and hands it
 * over when it is full or has waited long enough; when the writer has not given one back, records
 * are missed and counted, and the loop goes on.
 */
final class LoopRecords implements RequestLog {
  private final BooleanSupplier full;
  private final Runnable wakeWriter;
  private final RecordEncoder encoder;
  private final long handOverNanos;
  private final BufferRing filled;
  private final BufferRing free;
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong behind = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private RecordOutput current;
  private long beganNanos;

  /**
   * @param full whether nothing more can be kept
   * @param wakeWriter called when a buffer is full: many streams may end at one time
   */
  LoopRecords(BooleanSupplier full, Runnable wakeWriter, RecordEncoder encoder, RecordSizes sizes) {
    this.full = full;
    this.wakeWriter = wakeWriter;
    this.encoder = encoder;
    this.handOverNanos = sizes.handOver().toNanos();
    this.filled = new BufferRing(sizes.buffers());
    this.free = new BufferRing(sizes.buffers());
    for (int i = 0; i < sizes.buffers(); i++) {
      free.put(new RecordOutput(sizes.bufferBytes()));
    }
  }

  @Override
  public void ended(EndedRequest request) {
    if (full.getAsBoolean()) {
      count(refused);
    } else if (write(request)) {
      count(kept);
    } else {
      count(behind);
    }
  }

  private boolean write(EndedRequest request) {
    if (!hasBuffer(request)) {
      return false;
    }
    if (encoder.write(request, current)) {
      return true;
    }
    handOver();
    if (!hasBuffer(request)) {
      return false;
    }
    return encoder.write(request, current) || encoder.writeWithoutChunks(request, current);
  }

  private boolean hasBuffer(EndedRequest request) {
    if (current == null) {
      current = free.poll();
      beganNanos = request.endNanos();
    }
    return current != null;
  }

  @Override
  public void tick(long now) {
    if (current != null && now - beganNanos >= handOverNanos) {
      handOver();
    }
  }

  @Override
  public void over() {
    if (current != null) {
      handOver();
    }
  }

  private void handOver() {
    RecordOutput done = current;
    current = null;
    filled.put(done);
    wakeWriter.run();
  }

  /** The writer's side: the next buffer that is full, or {@code null}. */
  RecordOutput nextFilled() {
    return filled.poll();
  }

  /** The writer's side: the buffer may be filled again. */
  void giveBack(RecordOutput buffer) {
    buffer.clear();
    free.put(buffer);
  }

  /** Records that were written into a buffer; any thread. */
  long kept() {
    return kept.get();
  }

  /** Requests for which there was no buffer; any thread. */
  long behind() {
    return behind.get();
  }

  /** Requests that came after the file had been closed to more; any thread. */
  long refused() {
    return refused.get();
  }

  private static void count(AtomicLong counter) {
    counter.lazySet(counter.get() + 1);
  }
}
