package eu.aifactory.clients.benchmarks.service;

import eu.aifactory.clients.benchmarks.report.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ten minutes of groups that are created, run and deleted, one after the other: what the service
 * holds after two of them and at the end.
 */
public final class SoakRow {
  private static final int AGENTS = 4;
  private static final int SNAPSHOTS = 20;
  private static final long FIRST_LOOK = TimeUnit.MINUTES.toNanos(2);
  private static final long LAST_LOOK = TimeUnit.MINUTES.toNanos(10);

  /** What a cache or a pool may still take that was not full at the first look. */
  private static final double MOST_BYTES = 1.05;

  private static final int MOST_OTHERS = 10;

  private SoakRow() {}

  private record Look(long bytes, long threads, long files, long cycles) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%.1f MB, %d threads, %d files", bytes / 1e6, threads, files);
    }
  }

  /**
   * @param root of the built project
   */
  public static Row take(Path root, Consumer<String> progress)
      throws IOException, InterruptedException {
    try (ServiceDatabase database = new ShippedH2();
        RealService service = RealService.start(root, database, "");
        AgentListener listener = new AgentListener()) {
      ServerProcess process = new ServerProcess(service.pid());
      GroupLife life = new GroupLife(service, new Calls(service.api()), listener.address());
      Look first = null;
      long begin = System.nanoTime();
      long cycles = 0;
      while (System.nanoTime() - begin < LAST_LOOK) {
        life.live(++cycles, AGENTS, SNAPSHOTS);
        if (first == null && System.nanoTime() - begin >= FIRST_LOOK) {
          first = look(process, cycles);
          progress.accept("  after 2 minutes: " + first);
        }
      }
      Look last = look(process, cycles);
      boolean grew =
          last.bytes > first.bytes * MOST_BYTES
              || last.threads > first.threads + MOST_OTHERS
              || last.files > first.files + MOST_OTHERS;
      return new Row(
          "10 minutes of groups created, run and deleted",
          "live heap, threads and files do not grow from minute 2 to 10",
          "%s after %,d groups".formatted(first, first.cycles),
          "%s after %,d".formatted(last, last.cycles),
          !grew);
    }
  }

  private static Look look(ServerProcess process, long cycles) throws IOException {
    return new Look(process.liveBytes(), process.threads(), process.files(), cycles);
  }
}
