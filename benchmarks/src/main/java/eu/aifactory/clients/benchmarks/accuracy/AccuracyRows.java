package eu.aifactory.clients.benchmarks.accuracy;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import eu.aifactory.clients.benchmarks.Child;
import eu.aifactory.clients.benchmarks.report.Row;
import eu.aifactory.clients.benchmarks.report.Spread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The rows about how true the figures are and how punctual the sending is. */
public final class AccuracyRows {
  private static final List<String> AGENT_FLAGS =
      List.of("-XX:+UseSerialGC", "-Xss512k", "-Xms64m", "-Xmx512m");
  private static final List<String> SERVER_FLAGS = List.of("-XX:+UseSerialGC", "-Xmx2g");
  private static final long LEAD_MILLIS = 3_000;
  private static final long WINDOW_MILLIS = 20;
  private static final int RATE = 1_000;
  private static final double MOST_OFF = 0.05;

  private final int repeats;
  private final Consumer<String> log;

  /**
   * @param repeats of each measurement; the median of each percentile counts
   */
  public AccuracyRows(int repeats, Consumer<String> log) {
    this.repeats = repeats;
    this.log = log;
  }

  public List<Row> take() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Start begun : Start.values()) {
      rows.addAll(chunks(new Streams(256, 50, 250), begun, 0.1, 1));
      rows.addAll(chunks(new Streams(2_000, 10, 60), begun, Double.NaN, 3));
    }
    for (int agents : new int[] {1, 2, 4}) {
      rows.addAll(poisson(agents));
    }
    return rows;
  }

  /**
   * @param open at one time
   * @param perSecond tokens of each
   * @param tokens of an answer
   */
  private record Streams(int open, int perSecond, int tokens) {
    private static final int FIRST_TOKEN_MILLIS = 200;

    int betweenTokensMillis() {
      return 1000 / perSecond;
    }

    double seconds() {
      return (FIRST_TOKEN_MILLIS + (tokens - 1.0) * betweenTokensMillis()) / 1000;
    }

    /** Twice as many requests as are open at one time. */
    String workload(Start begun) {
      String load =
          switch (begun) {
            case TOGETHER -> "\"kind\": \"closed\", \"requests\": %d".formatted(2 * open);
            case APART ->
                String.format(
                    Locale.ROOT,
                    "\"kind\": \"constant\", \"rate\": %.3f, \"requests\": %d",
                    open / seconds(),
                    2 * open);
          };
      return """
          {"load": {%s},
           "output": {"max_tokens": %d, "ignore_eos": true}}
          """
          .formatted(load, tokens);
    }
  }

  /**
   * Together, the tokens of all streams come at the same moments for the whole run; as streams of
   * servers do not, unless all their clients begin at one instant.
   */
  private enum Start {
    TOGETHER("all begun at one instant"),
    APART("begun one after the other");

    private final String words;

    Start(String words) {
      this.words = words;
    }
  }

  /**
   * @param p50Ms what the median may be, NaN for whatever it is
   */
  private List<Row> chunks(Streams streams, Start begun, double p50Ms, double p99Ms)
      throws IOException {
    String what =
        "%,d streams × %d tokens/s, %s".formatted(streams.open(), streams.perSecond(), begun.words);
    String target =
        (Double.isNaN(p50Ms) ? "" : "p50 ≤ %s ms, ".formatted(text(p50Ms)))
            + "p99 ≤ %s ms".formatted(text(p99Ms));
    List<long[]> taken = new ArrayList<>();
    Path file = Files.createTempFile("records", ".bin");
    try (Child server = server();
        Child load = load(0)) {
      int port =
          (int)
              server
                  .numbers(
                      "start %d %d %d"
                          .formatted(
                              Streams.FIRST_TOKEN_MILLIS,
                              streams.betweenTokensMillis(),
                              2 * streams.open()))[0];
      // The first run is the warm-up of both processes.
      for (int repeat = 0; repeat <= repeats; repeat++) {
        load.numbers(order(port, streams.open(), 0, 1, file.toString(), streams.workload(begun)));
        long[] errors = server.numbers("compare " + file);
        log.accept(what + ", µs: " + Arrays.toString(errors));
        if (repeat > 0) {
          taken.add(errors);
        }
      }
    } catch (BenchmarkException e) {
      return List.of(Row.skipped(what, target, e.getMessage()));
    } finally {
      Files.deleteIfExists(file);
    }
    return List.of(
        error("TTFT error, " + what, target, taken, 0, p50Ms, p99Ms),
        error("chunk gap error, " + what, target, taken, 2, p50Ms, p99Ms));
  }

  private static Row error(
      String what, String target, List<long[]> taken, int at, double p50Ms, double p99Ms) {
    Spread p50 = millis(taken, at);
    Spread p99 = millis(taken, at + 1);
    boolean reached = p99.median() <= p99Ms && (Double.isNaN(p50Ms) || p50.median() <= p50Ms);
    String measured =
        "emulator late against its schedule: p50 %s, p99 %s ms"
            .formatted(text(millis(taken, 4).median()), text(millis(taken, 5).median()));
    return new Row(what, target, measured, "p50 %s, p99 %s ms".formatted(p50, p99), reached);
  }

  private List<Row> poisson(int agents) throws IOException {
    String what = "Poisson, 1,000 requests/s, %d agent%s".formatted(agents, agents > 1 ? "s" : "");
    String lagTarget = "send lag p99 ≤ 2 ms";
    String workload =
        """
        {"load": {"kind": "poisson", "rate": %d, "duration_seconds": 20},
         "output": {"max_tokens": 2, "ignore_eos": true}}
        """
            .formatted(RATE);
    List<Double> p99 = new ArrayList<>();
    List<Double> dispersion = new ArrayList<>();
    List<Double> rate = new ArrayList<>();
    List<Child> loads = new ArrayList<>();
    try (Child server = server()) {
      for (int rank = 0; rank < agents; rank++) {
        loads.add(load(rank));
      }
      int port = (int) server.numbers("start 5 1 4096")[0];
      for (int repeat = 0; repeat <= repeats; repeat++) {
        double lag = together(loads, port, workload);
        String[] seen = server.ask("arrivals " + WINDOW_MILLIS).split(" ");
        log.accept(what + ": p99 " + lag + " ms, " + String.join(" ", seen));
        if (repeat > 0) {
          p99.add(lag);
          dispersion.add(Double.valueOf(seen[0]));
          rate.add(arrivedPerSecond(seen[1]));
        }
      }
    } catch (BenchmarkException e) {
      return List.of(Row.skipped(what, lagTarget, e.getMessage()));
    } finally {
      loads.forEach(Child::close);
    }
    Spread index = Spread.of(dispersion);
    String arrived = "%.1f requests/s arrived".formatted(Spread.of(rate).median());
    return List.of(
        new Row(
            what,
            lagTarget,
            arrived,
            "p99 %s ms".formatted(Spread.of(p99)),
            Spread.of(p99).median() <= 2),
        new Row(
            what,
            "dispersion 1 ± 0.1",
            "at the emulator, windows of %d ms; the same schedule each time"
                .formatted(WINDOW_MILLIS),
            index.toString(),
            Math.abs(index.median() - 1) <= 0.1));
  }

  private static double arrivedPerSecond(String seen) {
    double perSecond = Double.parseDouble(seen);
    if (Math.abs(perSecond - RATE) > RATE * MOST_OFF) {
      throw new BenchmarkException("%.0f requests/s arrived, not %d".formatted(perSecond, RATE));
    }
    return perSecond;
  }

  /** Runs the agents side by side; the greatest p99 of their send lags, milliseconds. */
  private static double together(List<Child> loads, int port, String workload) {
    long start = System.currentTimeMillis() + LEAD_MILLIS;
    List<CompletableFuture<long[]>> runs = new ArrayList<>();
    for (int rank = 0; rank < loads.size(); rank++) {
      Child load = loads.get(rank);
      String order = order(port, 64, rank, loads.size(), "-", workload, start);
      // Not on the common pool, which has one thread on two cores: all must run at once.
      runs.add(CompletableFuture.supplyAsync(() -> load.numbers(order), AccuracyRows::onThread));
    }
    double worst = 0;
    for (CompletableFuture<long[]> run : runs) {
      long[] told = run.join();
      if (told[1] > 0) {
        throw new BenchmarkException(told[1] + " requests failed");
      }
      worst = Math.max(worst, told[3] / 1000.0);
    }
    return worst;
  }

  private static void onThread(Runnable task) {
    Thread.ofPlatform().daemon().start(task);
  }

  private static Child server() throws IOException {
    return Child.start("emulator", TruthServer.class, Child.ANY_CORE, SERVER_FLAGS, List.of());
  }

  private static Child load(int rank) throws IOException {
    return Child.start("load " + rank, LoadProcess.class, Child.ANY_CORE, AGENT_FLAGS, List.of());
  }

  private static String order(
      int port, int clients, int rank, int agents, String file, String workload) {
    return order(
        port, clients, rank, agents, file, workload, System.currentTimeMillis() + LEAD_MILLIS);
  }

  private static String order(
      int port, int clients, int rank, int agents, String file, String workload, long start) {
    String encoded = Base64.getEncoder().encodeToString(workload.getBytes(StandardCharsets.UTF_8));
    return "run %d %d %d %d %d %s %s".formatted(port, clients, rank, agents, start, file, encoded);
  }

  private static Spread millis(List<long[]> taken, int at) {
    return Spread.of(taken.stream().map(figures -> figures[at] / 1000.0).toList());
  }

  private static String text(double ms) {
    return String.format(Locale.ROOT, ms == Math.rint(ms) ? "%.0f" : "%.2f", ms);
  }
}
