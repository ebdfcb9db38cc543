package eu.aifactory.clients.agent.spool;

import eu.aifactory.clients.agent.service.Backoff;
import eu.aifactory.clients.agent.service.ServiceLink;
import eu.aifactory.clients.agent.service.ServiceRefusedException;
import eu.aifactory.clients.agent.service.ServiceUnreachableException;
import eu.aifactory.clients.agent.settings.AgentSettings;
import eu.aifactory.clients.protocol.Snapshot;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings to the service what earlier processes of this agent left: each part under its agent's name
 * and number, so that what had arrived counts once. Used by one thread; {@link #endWithin} by any.
 */
public final class SpoolHandOver {
  private static final Logger LOG = System.getLogger(SpoolHandOver.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final SpoolFolder folder;
  private final ServiceLink link;
  private volatile long endNanos;

  /**
   * @param limit for all of them together
   */
  public SpoolHandOver(SpoolFolder folder, ServiceLink link, Duration limit) {
    this.folder = folder;
    this.link = link;
    this.endNanos = System.nanoTime() + limit.toNanos();
  }

  /** From now on it may take no longer than this. */
  public void endWithin(Duration limit) {
    long latest = System.nanoTime() + limit.toNanos();
    if (latest - endNanos < 0) {
      endNanos = latest;
    }
  }

  /** Does so in the background, for an agent that has its own part to do. */
  public static void begin(AgentSettings settings, ServiceLink link) {
    SpoolHandOver handOver =
        new SpoolHandOver(SpoolFolder.of(settings), link, settings.serviceLossLimit());
    Thread.ofVirtual()
        .name("hand-over")
        .start(
            () -> {
              try {
                handOver.deliverAll();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /**
   * Delivers what there is; a spool goes when the service has it or wants none of it.
   *
   * @return whether none stays
   */
  public boolean deliverAll() throws InterruptedException {
    boolean all = true;
    try {
      for (Path file : folder.files()) {
        all &= deliver(file);
      }
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "spools in {0} cannot be looked for: {1}",
          folder.folder().toString(),
          e.toString());
      return false;
    }
    return all;
  }

  private boolean deliver(Path file) throws InterruptedException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (isHeld(channel)) {
        return true;
      }
      // Closes the channel, and with it the lock, which is why it is not closed by itself.
      SpoolReader spool = new SpoolReader(Channels.newInputStream(channel));
      boolean done = spool.header().isEmpty() || deliver(file, spool);
      if (done) {
        Files.deleteIfExists(file);
      }
      return done;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the spool {0} stays: {1}", file.toString(), e.toString());
      return false;
    }
  }

  /** Whether all of it is where it belongs. */
  private boolean deliver(Path file, SpoolReader spool) throws IOException, InterruptedException {
    SpoolHeader header = spool.header().orElseThrow();
    int parts = 0;
    int counted = 0;
    try {
      for (var next = spool.next(); next.isPresent(); next = spool.next()) {
        Optional<Boolean> answer = deliver(header.runId(), next.get());
        if (answer.isEmpty()) {
          LOG.log(
              Level.WARNING, "the spool {0} stays: the service does not answer", file.toString());
          return false;
        }
        parts++;
        counted += answer.get() ? 1 : 0;
      }
    } catch (ServiceRefusedException e) {
      LOG.log(
          Level.WARNING,
          "run {0}: the service refuses what agent {1} left: {2}",
          header.runId(),
          header.agent(),
          e.getMessage());
      return e.isGone();
    }
    LOG.log(
        Level.INFO,
        "run {0}: delivered {1} parts that agent {2} had left, {3} of them count",
        header.runId(),
        Integer.toString(parts),
        header.agent(),
        Integer.toString(counted));
    return true;
  }

  /** Whether it counts; empty when the service did not answer in time. */
  private Optional<Boolean> deliver(String runId, Snapshot part) throws InterruptedException {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    while (true) {
      try {
        return Optional.of(link.snapshot(runId, part).counted());
      } catch (ServiceUnreachableException e) {
        LOG.log(Level.DEBUG, "run {0}: not delivered yet: {1}", runId, e.getMessage());
      }
      Duration pause = backoff.next();
      if (System.nanoTime() + pause.toNanos() - endNanos > 0) {
        return Optional.empty();
      }
      Thread.sleep(pause);
    }
  }

  /** Whether the process that writes it still lives. */
  private static boolean isHeld(FileChannel channel) {
    try {
      FileLock own = channel.tryLock();
      return own == null;
    } catch (OverlappingFileLockException e) {
      // By this very process.
      return true;
    } catch (IOException e) {
      // A file system without locks: then its writer had none either.
      return false;
    }
  }
}
