package eu.aifactory.clients.cli.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Whether a process still runs. One that has ended and that nobody has collected yet, as it is in a
 * container without an init process, counts as alive for the Java platform; here it does not.
 */
final class Liveness {
  private static final long LOOK_MILLIS = 50;

  private Liveness() {}

  static boolean isAlive(ProcessHandle process) {
    return process.isAlive() && !hasEnded(process.pid());
  }

  /** Waits until the process has ended; {@code false} when it has not within {@code limit}. */
  static boolean awaitEnd(ProcessHandle process, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (isAlive(process)) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return true;
  }

  /**
   * The first thread of a killed process is a zombie while its others still end, and as long as one
   * of them does the process holds its ports and files.
   */
  private static boolean hasEnded(long pid) {
    return isZombie(pid) && threads(pid) <= 1;
  }

  /** The letter behind the name, which stands in brackets and may hold brackets itself. */
  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      // No such file: the process is gone, or this is no Linux; then the platform's word counts.
      return false;
    }
  }

  private static long threads(long pid) {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return tasks.count();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }
}
