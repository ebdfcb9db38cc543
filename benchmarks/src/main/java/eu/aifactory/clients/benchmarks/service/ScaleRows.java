package eu.aifactory.clients.benchmarks.service;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import eu.aifactory.clients.benchmarks.report.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * 1,000 agents of ten groups at one instance of the service: they register within some seconds,
 * report as often as they are told to and deliver a snapshot each second; then its answers with
 * 10,000 groups on record.
 */
public final class ScaleRows {
  private static final int GROUPS = 10;
  private static final int AGENTS = 100;
  private static final int SNAPSHOTS = 60;

  /** As docs/operations.md has it. */
  private static final String FOR_MANY_AGENTS = "-XX:TieredStopAtLevel=4 -Xms2g -Xmx2g";

  private static final int WARM_UPS = 20;
  private static final int WARM_UP = 20;
  private static final int ON_RECORD = 10_000;
  private static final int LOOKS = 500;

  /** 40 a second: fewer than the service takes of one person. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private static final long ARRIVAL_NANOS = TimeUnit.SECONDS.toNanos(8);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double LONGEST_REGISTRATION = 10;
  private static final double LONGEST_CONNECT_MS = 250;
  private static final double LONGEST_LIST_MS = 50;
  private static final int PERCENTILE = 99;
  private static final Pattern SENT =
      Pattern.compile("\"sent\":(\\d+),\"succeeded\":\\d+\\},\"run_id\"");

  private final Path root;
  private final Consumer<String> progress;
  private final Histogram connects = Calls.times();
  private final Histogram snapshots = Calls.times();

  /**
   * @param root of the built project
   */
  public ScaleRows(Path root, Consumer<String> progress) {
    this.root = root;
    this.progress = progress;
  }

  public List<Row> take() throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    try (ServiceDatabase database = ServiceDatabase.forManyAgents();
        RealService service = RealService.start(root, database, FOR_MANY_AGENTS)) {
      progress.accept("  on " + database.name());
      try (AgentListener listener = new AgentListener()) {
        progress.accept("  warms up");
        // A service that has just started compiles its code in the first calls of each kind.
        Calls calls = new Calls(service.api());
        GroupLife life = new GroupLife(service, calls, listener.address());
        for (int time = 0; time < WARM_UPS; time++) {
          life.live(GROUPS + 1L, AGENTS, WARM_UP);
        }
        rows.addAll(withAgents(service, calls, listener.address()));
      }
      rows.addAll(withGroupsOnRecord(service));
    }
    return rows;
  }

  private List<Row> withAgents(RealService service, Calls calls, String address)
      throws IOException, InterruptedException {
    String person = "Bearer " + service.token();
    List<SimulatedAgent> agents = new ArrayList<>();
    for (long id = 1; id <= GROUPS; id++) {
      calls.call(
          "POST",
          "/client-group/" + id,
          person,
          "{\"num_clients\":%d,\"agents\":%d,\"time_limit\":60}".formatted(AGENTS, AGENTS),
          Calls.times());
      String token = service.tokenOfGroup(id);
      for (int rank = 0; rank < AGENTS; rank++) {
        agents.add(new SimulatedAgent(calls, address, id, rank, token, connects));
      }
    }
    ServerProcess process = new ServerProcess(service.pid());
    progress.accept("  %,d agents register".formatted(agents.size()));
    double registered = register(agents);
    progress.accept(
        "  they have in %.1f s, connect p99 %.0f ms"
            .formatted(registered, ms(connects, PERCENTILE)));
    Histogram runs = Calls.times();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (long id = 1; id <= GROUPS; id++) {
                    String path = "/client-group/%d/run".formatted(id);
                    calls.call("POST", path, person, null, runs);
                  }
                });
    all(agents, SimulatedAgent::awaitRun);
    caller.join();
    progress.accept(
        "  a run of %d agents was ordered in %.1f s at most"
            .formatted(AGENTS, ms(runs, 100) / 1e3));
    progress.accept("  they run, a snapshot a second each");
    all(agents, SimulatedAgent::waitAtBarrier);
    ServerProcess simulation = new ServerProcess(ProcessHandle.current().pid());
    double cpu = process.cpuSeconds();
    double simulated = simulation.cpuSeconds();
    long begin = System.nanoTime();
    all(agents, this::load);
    double seconds = (System.nanoTime() - begin) / 1e9;
    double cores = (process.cpuSeconds() - cpu) / seconds;
    double ofSimulation = (simulation.cpuSeconds() - simulated) / seconds;
    progress.accept("  they end, and their results are made");
    begin = System.nanoTime();
    all(agents, agent -> agent.deliver(SNAPSHOTS, true, Calls.times()));
    double closing = (System.nanoTime() - begin) / 1e9;
    agents.forEach(SimulatedAgent::end);
    long expected = (long) AGENTS * (SNAPSHOTS + 1) * SimulatedAgent.requestsOfEach();
    int whole = 0;
    for (long id = 1; id <= GROUPS; id++) {
      String path = "/client-group/%d/result".formatted(id);
      Matcher sent = SENT.matcher(calls.call("GET", path, person, null, Calls.times()));
      whole += sent.find() && Long.parseLong(sent.group(1)) == expected ? 1 : 0;
      calls.call("DELETE", "/client-group/" + id, person, null, Calls.times());
    }
    return List.of(
        row(
            "1,000 agents register",
            "all within 10 s",
            "they come over %d s".formatted(TimeUnit.NANOSECONDS.toSeconds(ARRIVAL_NANOS)),
            "%.1f s".formatted(registered),
            registered <= LONGEST_REGISTRATION),
        row(
            "`connect` of 1,000 agents",
            "p99 ≤ 250 ms",
            "p50 %.0f ms, most %.0f ms".formatted(ms(connects, 50), ms(connects, 100)),
            "%.0f ms".formatted(ms(connects, PERCENTILE)),
            ms(connects, PERCENTILE) <= LONGEST_CONNECT_MS),
        row(
            "60,000 snapshots of 1,000 agents, 1,000/s due",
            "none lost; in 60 s",
            "answers p50 %.0f, p99 %.0f ms; %d calls answered 503; %d of %d results, made within %.1f s after the last ones, have the sum of what was sent"
                .formatted(
                    ms(snapshots, 50),
                    ms(snapshots, PERCENTILE),
                    calls.retries(),
                    whole,
                    GROUPS,
                    closing),
            "%.0f snapshots/s, %.0f s".formatted(GROUPS * AGENTS * SNAPSHOTS / seconds, seconds),
            whole == GROUPS && seconds <= SNAPSHOTS + 2),
        row(
            "the service's processor time with them",
            "≤ 1 core",
            "%.2f ms a snapshot, heartbeats included; the simulated agents: %.2f cores"
                .formatted(cores * seconds * 1000 / (GROUPS * AGENTS * SNAPSHOTS), ofSimulation),
            "%.2f cores".formatted(cores),
            cores <= 1));
  }

  /** Evenly over some seconds; how long it took until the last was known, in seconds. */
  private double register(List<SimulatedAgent> agents) throws InterruptedException {
    long begin = System.nanoTime();
    AtomicLong place = new AtomicLong();
    all(
        agents,
        agent -> {
          waitUntil(begin + place.getAndIncrement() * ARRIVAL_NANOS / agents.size());
          agent.connect();
          agent.beat();
        });
    return (System.nanoTime() - begin) / 1e9;
  }

  /** All but the last: the answer to that one takes the making of a result with it. */
  private void load(SimulatedAgent agent) {
    long begin = System.nanoTime() + (long) (Math.random() * SECOND);
    for (int sequence = 0; sequence < SNAPSHOTS; sequence++) {
      waitUntil(begin + sequence * SECOND);
      agent.deliver(sequence, false, snapshots);
    }
  }

  private List<Row> withGroupsOnRecord(RealService service)
      throws IOException, InterruptedException {
    progress.accept("  %,d groups on record".formatted(ON_RECORD));
    service.stop();
    fill(service);
    service.startAgain();
    String person = "Bearer " + service.token();
    List<Row> rows = new ArrayList<>();
    Calls calls = new Calls(service.api());
    for (String path : List.of("/client-group/", "/client-group/15000")) {
      Histogram times = Calls.times();
      for (int look = 0; look < 2 * LOOKS; look++) {
        long next = System.nanoTime() + LOOK_NANOS;
        calls.call("GET", path, person, null, look < LOOKS ? Calls.times() : times);
        waitUntil(next);
      }
      rows.add(
          row(
              "`GET %s` with 10,000 groups".formatted(path.replace("15000", "{id}")),
              "p99 < 50 ms",
              "p50 %.1f ms, at most 40 calls a second, one after the other"
                  .formatted(ms(times, 50)),
              "%.1f ms".formatted(ms(times, PERCENTILE)),
              ms(times, PERCENTILE) < LONGEST_LIST_MS));
    }
    return rows;
  }

  /** As they would be after 10,000 jobs that the cluster refused: no call makes so many so fast. */
  private static void fill(RealService service) {
    String sql =
        "INSERT INTO client_group (pk, version, benchmark_id, live_benchmark_id, num_clients,"
            + " num_agents, time_limit_minutes, workload, owner, state, state_since, reason,"
            + " desired, created_at) VALUES (?, 1, ?, ?, 1, 1, 5, '{}', 'benchmark', 'FAILED', 0,"
            + " 'the dispatcher refused the job', 'RUN', ?)";
    try (Connection connection = service.database();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int group = 0; group < ON_RECORD; group++) {
        insert.setLong(1, 1_000_000L + group);
        insert.setLong(2, ON_RECORD + group);
        insert.setLong(3, ON_RECORD + group);
        insert.setLong(4, group);
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (IOException | SQLException e) {
      throw new BenchmarkException("the database cannot be filled: " + e.getMessage(), e);
    }
  }

  /** Each in a thread of its own, all at once; returns when all have done it. */
  static void all(List<SimulatedAgent> agents, Consumer<SimulatedAgent> work)
      throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> works = new ArrayList<>();
      for (SimulatedAgent agent : agents) {
        works.add(threads.submit(() -> work.accept(agent)));
      }
      for (Future<?> each : works) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new BenchmarkException("an agent ended: " + e.getCause().getMessage(), e.getCause());
    }
  }

  private static void waitUntil(long nanos) {
    long left = nanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanos - System.nanoTime();
    }
  }

  private static double ms(Histogram times, double percentile) {
    return times.getValueAtPercentile(percentile) / 1000.0;
  }

  private static Row row(
      String what, String target, String measured, String held, boolean reached) {
    return new Row(what, target, measured, held, reached);
  }
}
