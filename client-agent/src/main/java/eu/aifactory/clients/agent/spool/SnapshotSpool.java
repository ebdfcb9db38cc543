package eu.aifactory.clients.agent.spool;

import eu.aifactory.clients.agent.service.WireJsonResolver;
import eu.aifactory.clients.protocol.Snapshot;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * One run's snapshots that wait for the service, appended to a file as they come. It holds what a
 * process that dies has in its memory; the machine's own end it does not outlive, as nothing is
 * forced to the disk. There is no file while nothing waits.
 *
 * <p>A number that comes again adds to what came under it before. Nothing here can end a run: a
 * disk that takes no more is told once. An interrupt of the thread that writes breaks nothing off,
 * as it would with a channel. Not thread-safe: its user's lock guards it.
 */
public final class SnapshotSpool {
  private static final Logger LOG = System.getLogger(SnapshotSpool.class.getName());

  private final SpoolFolder folder;
  private final SpoolHeader header;
  private Path file;
  private FileOutputStream stream;
  private long size;
  private boolean failed;

  SnapshotSpool(SpoolFolder folder, SpoolHeader header) {
    this.folder = folder;
    this.header = header;
  }

  /** Whether there is a file, or there was to be one and the disk took none. */
  public boolean isBegun() {
    return stream != null || failed;
  }

  /** Begins the file with all that waits, each whole and under its number. */
  public void begin(Collection<Snapshot> waiting) {
    if (isBegun() || waiting.isEmpty()) {
      return;
    }
    try {
      file = folder.create();
      stream = new FileOutputStream(file.toFile());
      // Held as long as the process lives: what is not locked, nobody delivers any more.
      hold();
      write(header);
      for (Snapshot snapshot : waiting) {
        write(snapshot);
      }
    } catch (IOException e) {
      fail("cannot be written: " + e);
    }
  }

  /** Appends to a file that was begun. */
  public void append(Snapshot part) {
    if (stream == null) {
      return;
    }
    try {
      write(part);
    } catch (IOException e) {
      fail("cannot be written: " + e);
    }
  }

  /** Nothing waits any more: the file goes. */
  public void remove() {
    leave();
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the spool {0} cannot be removed: {1}", file, e.getMessage());
    }
    file = null;
    size = 0;
    failed = false;
  }

  /** Leaves the file, where there is one, to whoever delivers it. */
  public void leave() {
    if (stream != null) {
      closeQuietly();
      LOG.log(Level.DEBUG, "run {0}: the spool {1} is closed", header.runId(), file);
    }
    stream = null;
  }

  @SuppressWarnings("unused") // the lock ends with the stream
  private void hold() {
    try {
      FileLock held = stream.getChannel().tryLock();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the spool {0} cannot be locked: {1}", file, e.getMessage());
    }
  }

  private void write(Object line) throws IOException {
    if (failed) {
      return;
    }
    byte[] bytes = SpoolLine.of(WireJsonResolver.jsonb().toJson(line));
    if (size + bytes.length > folder.mostBytes()) {
      fail("has %d bytes and may have no more than %d".formatted(size, folder.mostBytes()));
      return;
    }
    stream.write(bytes);
    size += bytes.length;
  }

  private void fail(String why) {
    if (!failed) {
      LOG.log(
          Level.WARNING,
          "run {0}: the spool {1} {2}; what is measured from now on is in memory alone",
          header.runId(),
          file,
          why);
    }
    failed = true;
  }

  private void closeQuietly() {
    try {
      stream.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the spool {0} cannot be closed: {1}", file, e.getMessage());
    }
  }
}
