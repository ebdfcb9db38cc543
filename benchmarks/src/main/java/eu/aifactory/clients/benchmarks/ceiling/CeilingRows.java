package eu.aifactory.clients.benchmarks.ceiling;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import eu.aifactory.clients.benchmarks.ceiling.Ceiling.Turn;
import eu.aifactory.clients.benchmarks.ceiling.Ceiling.Who;
import eu.aifactory.clients.benchmarks.report.Row;
import eu.aifactory.clients.benchmarks.report.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The rows about the most that can be taken. A ratio is taken within each round; the median over
 * the rounds counts.
 */
public final class CeilingRows {
  private static final int CLIENTS = 64;
  private static final int MANY_CLIENTS = 512;

  private final int rounds;
  private final double seconds;
  private final Consumer<String> log;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param rounds that are kept, 1 or more
   * @param seconds of each turn
   */
  public CeilingRows(int rounds, double seconds, Consumer<String> log) {
    this.rounds = rounds;
    this.seconds = seconds;
    this.log = log;
  }

  /** Takes those at one pace alone, warmed up by streams as fast as they come. */
  public List<Row> takePaced() throws IOException, InterruptedException {
    try (Ceiling ceiling = new Ceiling(log)) {
      ceiling.packets(CLIENTS, 1, seconds);
      paced(CLIENTS, ceiling);
      paced(MANY_CLIENTS, ceiling);
    }
    return rows;
  }

  /** Takes all of them; a row that cannot be taken says why. */
  public List<Row> take() throws IOException, InterruptedException {
    try (Ceiling ceiling = new Ceiling(log)) {
      streams("a whole answer in one write, 64 streams", Load.BATCHED, CLIENTS, 0.6, 3, ceiling);
      streams("one packet a token, 64 streams", Load.PACKETS, CLIENTS, 0.8, 1.5, ceiling);
      streams("one packet a token, 512 streams", Load.PACKETS, MANY_CLIENTS, 0.8, 1.5, ceiling);
      paced(CLIENTS, ceiling);
      paced(MANY_CLIENTS, ceiling);
      brief(ceiling);
    }
    return rows;
  }

  private void streams(
      String what, Load load, int clients, double ofSelector, double ofJdk, Ceiling ceiling)
      throws InterruptedException {
    try {
      Map<Who, List<Turn>> turns =
          load == Load.BATCHED
              ? ceiling.batched(clients, rounds, seconds)
              : ceiling.packets(clients, rounds, seconds);
      against(what, turns, Who.SELECTOR, "the bare selector", ofSelector, "events/s");
      against(what, turns, Who.JDK, "JDK HttpClient", ofJdk, "events/s");
    } catch (BenchmarkException e) {
      rows.add(Row.skipped(what, "≥ %s × the bare selector".formatted(ofSelector), e.getMessage()));
    }
  }

  /** At the same load for all the client's cost is what differs, and nobody is spared wake-ups. */
  private void paced(int clients, Ceiling ceiling) throws InterruptedException {
    String what =
        String.format(
            Locale.ROOT,
            "processor time, one packet a token, %d streams, %,d events/s",
            clients,
            Load.PACE);
    try {
      Map<Who, List<Turn>> turns = ceiling.paced(clients, rounds, seconds);
      cost(what, turns, Who.SELECTOR, "the bare selector", 0.8);
      cost(what, turns, Who.JDK, "JDK HttpClient", 1.5);
    } catch (BenchmarkException e) {
      rows.add(Row.skipped(what, "≥ 1.5 × JDK HttpClient", e.getMessage()));
    }
  }

  private void cost(String what, Map<Who, List<Turn>> turns, Who who, String name, double target) {
    List<Turn> ours = turns.get(Who.ENGINE);
    List<Turn> theirs = turns.get(who);
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < ours.size(); round++) {
      ratios.add(
          theirs.get(round).cpuNanosEach().orElseThrow()
              / ours.get(round).cpuNanosEach().orElseThrow());
    }
    Spread ratio = Spread.of(ratios);
    rows.add(
        new Row(
            what,
            String.format(Locale.ROOT, "≥ %s × %s", target, name),
            String.format(
                Locale.ROOT,
                "%,.0f and %,.0f ns an event, at %,.0f and %,.0f events/s",
                cpu(ours),
                cpu(theirs),
                rate(ours),
                rate(theirs)),
            ratio.toString(),
            ratio.median() >= target));
  }

  private void brief(Ceiling ceiling) throws InterruptedException {
    String what = "short answers, not streamed, 64 connections";
    String target = "≥ 0.7 × wrk";
    if (!Ceiling.hasWrk()) {
      rows.add(Row.skipped(what, target, "wrk is not installed (Debian: apt-get install wrk)"));
      return;
    }
    try {
      against(what, ceiling.brief(CLIENTS, rounds, seconds), Who.WRK, "wrk", 0.7, "requests/s");
    } catch (BenchmarkException e) {
      rows.add(Row.skipped(what, target, e.getMessage()));
    }
  }

  private void against(
      String what, Map<Who, List<Turn>> turns, Who who, String name, double target, String unit) {
    List<Double> ratios = new ArrayList<>();
    List<Turn> ours = turns.get(Who.ENGINE);
    List<Turn> theirs = turns.get(who);
    for (int round = 0; round < ours.size(); round++) {
      ratios.add(ours.get(round).perSecond() / theirs.get(round).perSecond());
    }
    Spread ratio = Spread.of(ratios);
    String measured =
        String.format(
            Locale.ROOT,
            "%,.0f and %,.0f %s%s",
            rate(ours),
            rate(theirs),
            unit,
            processor(ours, theirs));
    rows.add(
        new Row(
            what,
            String.format(Locale.ROOT, "≥ %s × %s", target, name),
            measured,
            ratio.toString(),
            ratio.median() >= target));
  }

  private static double rate(List<Turn> turns) {
    return Spread.of(turns.stream().map(Turn::perSecond).toList()).median();
  }

  private static String processor(List<Turn> ours, List<Turn> theirs) {
    if (theirs.getFirst().cpuNanosEach().isEmpty()) {
      return "";
    }
    return String.format(
        Locale.ROOT, "; %,.0f and %,.0f ns of processor each", cpu(ours), cpu(theirs));
  }

  private static double cpu(List<Turn> turns) {
    return Spread.of(turns.stream().map(turn -> turn.cpuNanosEach().orElseThrow()).toList())
        .median();
  }
}
