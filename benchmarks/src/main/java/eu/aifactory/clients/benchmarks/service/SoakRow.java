package eu.aifactory.clients.benchmarks.service;

import eu.aifactory.clients.benchmarks.report.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

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
        RealService service = RealService.start(root, database);
        Calls calls = new Calls(service.api());
        AgentListener listener = new AgentListener()) {
      ServerProcess process = new ServerProcess(service.pid());
      String person = "Bearer " + service.token();
      Look first = null;
      long begin = System.nanoTime();
      long cycles = 0;
      while (System.nanoTime() - begin < LAST_LOOK) {
        cycle(service, calls, listener.address(), person, ++cycles);
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

  private static void cycle(
      RealService service, Calls calls, String address, String person, long id)
      throws IOException, InterruptedException {
    Histogram times = Calls.times();
    String path = "/client-group/" + id;
    calls.call(
        "POST",
        path,
        person,
        "{\"num_clients\":%d,\"agents\":%d}".formatted(AGENTS, AGENTS),
        times);
    String token = service.tokenOfGroup(id);
    List<SimulatedAgent> agents =
        IntStream.range(0, AGENTS)
            .mapToObj(rank -> new SimulatedAgent(calls, address, id, rank, token, times, times))
            .toList();
    ScaleRows.all(agents, SimulatedAgent::connect);
    agents.forEach(SimulatedAgent::beat);
    calls.call("POST", path + "/run", person, null, times);
    ScaleRows.all(agents, SimulatedAgent::awaitRun);
    ScaleRows.all(agents, SimulatedAgent::waitAtBarrier);
    ScaleRows.all(
        agents,
        agent ->
            IntStream.range(0, SNAPSHOTS)
                .forEach(sequence -> agent.deliver(sequence, sequence == SNAPSHOTS - 1)));
    agents.forEach(SimulatedAgent::end);
    calls.call("GET", path + "/result", person, null, times);
    calls.call("DELETE", path, person, null, times);
  }
}
