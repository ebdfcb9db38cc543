package eu.aifactory.clients.load.records;

import eu.aifactory.clients.protocol.records.RecordBlockWriter;
import eu.aifactory.clients.protocol.records.RecordOutput;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes blocks of full buffers and puts them into the file, as long as the file takes them. One
 * thread writes; any may wait for blocks and read them.
 */
final class RecordSink {
  private static final Logger LOG = System.getLogger(RecordSink.class.getName());

  /**
   * @param lost records whose block the file did not take
   */
  record Written(int blocks, long records, long lost) {}

  private enum Room {
    LEFT,
    LIMIT_REACHED,
    DISK_REFUSES
  }

  private final RecordBlockWriter blocks;
  private final long intervalNanos;
  private final Path path;
  private Optional<BlockFile> file = Optional.empty();
  private volatile Room room = Room.LEFT;
  private long firstPendingNanos;
  private long records;
  private long lost;
  private boolean ended;

  RecordSink(Path path, long mostBytes, RecordBlockWriter blocks, Duration interval) {
    this.path = path;
    this.blocks = blocks;
    this.intervalNanos = interval.toNanos();
    try {
      file = Optional.of(new BlockFile(path, mostBytes));
    } catch (IOException e) {
      refused(e);
    }
  }

  /** Whether nothing more can be kept: the limit is reached, or the disk has refused. */
  boolean isFull() {
    return room != Room.LEFT;
  }

  boolean isAtLimit() {
    return room == Room.LIMIT_REACHED;
  }

  void startsAt(long micros) {
    blocks.startsAt(micros);
  }

  /** Takes all that a loop has handed over; whether there was anything. */
  boolean drain(LoopRecords loop) {
    boolean any = false;
    for (RecordOutput buffer = loop.nextFilled(); buffer != null; buffer = loop.nextFilled()) {
      any = true;
      if (blocks.pending() == 0) {
        firstPendingNanos = System.nanoTime();
      }
      if (!blocks.add(buffer)) {
        cut();
        firstPendingNanos = System.nanoTime();
        blocks.add(buffer);
      }
      loop.giveBack(buffer);
    }
    return any;
  }

  /** Makes a block of what has waited for the interval, or at once. */
  void cutIfDue(boolean now) {
    boolean due = now || System.nanoTime() - firstPendingNanos >= intervalNanos;
    if (blocks.pending() > 0 && due) {
      cut();
    }
  }

  private void cut() {
    int pending = blocks.pending();
    if (room != Room.LEFT) {
      blocks.discard();
      lose(pending);
      return;
    }
    byte[] block = blocks.cut();
    if (!file.orElseThrow().hasRoomFor(block.length)) {
      room = Room.LIMIT_REACHED;
      LOG.log(Level.WARNING, "the records have reached their limit: no more are kept");
      lose(pending);
      return;
    }
    try {
      file.orElseThrow().append(block);
      keep(pending);
    } catch (IOException e) {
      refused(e);
      lose(pending);
    }
  }

  private void refused(IOException why) {
    room = Room.DISK_REFUSES;
    LOG.log(
        Level.WARNING, "records cannot be written to {0}: {1}", path.toString(), why.getMessage());
  }

  private synchronized void keep(int more) {
    records += more;
    notifyAll();
  }

  private synchronized void lose(int more) {
    lost += more;
  }

  /** Nothing is written any more. */
  synchronized void end() {
    ended = true;
    blocks.close();
    notifyAll();
  }

  synchronized Written written() {
    return new Written(count(), records, lost);
  }

  synchronized boolean awaitBlock(int number) throws InterruptedException {
    while (number >= count() && !ended) {
      wait();
    }
    return number < count();
  }

  byte[] block(int number) throws IOException {
    return file.orElseThrow().block(number);
  }

  private int count() {
    return file.map(BlockFile::blocks).orElse(0);
  }

  void delete() {
    try {
      if (file.isPresent()) {
        file.get().close();
        file.get().delete();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0} is left behind: {1}", path.toString(), e.getMessage());
    }
  }
}
