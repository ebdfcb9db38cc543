package eu.aifactory.clients.load.records;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.WorkloadClass;
import eu.aifactory.clients.protocol.records.RecordBlockWriter;
import eu.aifactory.clients.protocol.records.RecordsEnd;
import eu.aifactory.clients.protocol.records.RecordsMissed;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The records of one process's share of a run: gathered from the event loops, compressed into
 * blocks and appended to a file, on a thread of its own. The load never waits for it: what cannot
 * be kept is missed, counted and told. Whoever dies loses what is in no block yet, which is at most
 * some seconds old. Thread-safe.
 */
public final class RunRecords implements RequestLogs, AutoCloseable {
  private static final Logger LOG = System.getLogger(RunRecords.class.getName());
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Workload.Records wanted;
  private final RecordSizes sizes;
  private final List<LoopRecords> loops = new CopyOnWriteArrayList<>();
  private final List<RecordEncoder> encoders = new CopyOnWriteArrayList<>();
  private final RecordSink sink;
  private final Thread writer;
  private final CountDownLatch written = new CountDownLatch(1);
  private volatile boolean closing;
  private volatile long startMicros;
  private OptionalLong startNanos = OptionalLong.empty();

  /**
   * Begins to keep records. A file that cannot be made ends the run as little as any other fault of
   * the disk: then every record is missed.
   *
   * @param file to write, which must be nobody else's
   * @param requestIdPrefix begins the id of each request; its index ends it
   */
  public static RunRecords in(Path file, Workload workload, String agent, String requestIdPrefix) {
    List<String> classes = workload.classes().stream().map(WorkloadClass::name).toList();
    return new RunRecords(
        file,
        workload.records(),
        new RecordBlockWriter(agent, requestIdPrefix, classes, RecordSizes.STANDARD.blockBytes()),
        RecordSizes.STANDARD);
  }

  RunRecords(Path file, Workload.Records wanted, RecordBlockWriter blocks, RecordSizes sizes) {
    this.wanted = wanted;
    this.sizes = sizes;
    this.sink = new RecordSink(file, wanted.maxBytes(), blocks, sizes.interval());
    this.writer = new Thread(this::writeAll, "records");
    writer.setDaemon(true);
    writer.start();
  }

  @Override
  public RequestLog forLoop() {
    RecordEncoder encoder = new RecordEncoder(wanted.tokenTimes());
    LoopRecords loop = new LoopRecords(sink::isFull, this::wake, encoder, sizes);
    synchronized (this) {
      encoders.add(encoder);
      startNanos.ifPresent(encoder::startsAt);
    }
    loops.add(loop);
    return loop;
  }

  /** The first start is the run's: later stages of a sweep or search begin within it. */
  @Override
  public synchronized void startsAt(long startNanos, long startMicros) {
    if (this.startNanos.isEmpty()) {
      this.startNanos = OptionalLong.of(startNanos);
      encoders.forEach(encoder -> encoder.startsAt(startNanos));
      this.startMicros = startMicros;
    }
  }

  private void writeAll() {
    try {
      boolean last;
      do {
        // Looked at before: what is handed over until then is in the last round.
        last = closing;
        sink.startsAt(startMicros);
        boolean any = loops.stream().map(sink::drain).reduce(false, Boolean::logicalOr);
        sink.cutIfDue(last);
        if (!any && !last) {
          pause();
        }
      } while (!last);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the records' writer failed", e);
    } finally {
      sink.end();
      written.countDown();
    }
  }

  private void wake() {
    LockSupport.unpark(writer);
  }

  /** Until a buffer is handed over, and not so long that a block would be late. */
  private void pause() {
    LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(20));
  }

  /**
   * Waits for a block.
   *
   * @return {@code false} when there are no more than so many, and there will be none
   */
  public boolean awaitBlock(int number) throws InterruptedException {
    return sink.awaitBlock(number);
  }

  /** A block that is there, as {@link #awaitBlock} has said. */
  public byte[] block(int number) throws IOException {
    return sink.block(number);
  }

  /**
   * What was kept and what was missed. It is final once the run's last request has ended and this
   * is closed.
   */
  public RecordsEnd end() {
    long inBuffers = loops.stream().mapToLong(LoopRecords::kept).sum();
    long behind = loops.stream().mapToLong(LoopRecords::behind).sum();
    long refused = loops.stream().mapToLong(LoopRecords::refused).sum();
    RecordSink.Written file = sink.written();
    long neverWritten = inBuffers - file.records() - file.lost();
    long late = refused + file.lost();
    return new RecordsEnd(
        file.blocks(),
        file.records(),
        new RecordsMissed(
            behind + neverWritten, sink.isAtLimit() ? late : 0, sink.isAtLimit() ? 0 : late));
  }

  /** Writes what was handed over and ends; returns within some seconds, whatever the disk does. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!written.await(CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.log(Level.WARNING, "the records' file was not written in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Removes the file: its blocks are elsewhere, or nobody wants them. */
  public void delete() {
    sink.delete();
  }
}
