package eu.aifactory.clients.benchmarks.merge;

import eu.aifactory.clients.benchmarks.report.Row;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.WireJson;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Random;

/**
 * What the service does with each snapshot, less HTTP and database: reads its JSON, checks that its
 * figures can be read, writes it for keeping; and, when the run is over, reads it back and adds it.
 * The snapshot is one of an agent with 2,000 streams of 10 tokens/s.
 */
public final class SnapshotMerge {
  private static final int AGENTS = 16;
  private static final int TOKENS = 20_000;
  public static final int REQUESTS = 200;
  private static final int WARM_UPS = 300;
  private static final int TIMES = 1_000;
  private static final double MOST_SHARE = 0.05;

  private SnapshotMerge() {}

  public static Row take() {
    Jsonb json = JsonbBuilder.create(WireJson.config());
    String wire = json.toJson(snapshot("vm-0-d24a75", 7));
    RunFigures sum = new RunFigures();
    for (int i = 0; i < WARM_UPS; i++) {
      mergeOne(json, wire, sum);
    }
    var threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < TIMES; i++) {
      mergeOne(json, wire, sum);
    }
    double nanosEach = (threads.getCurrentThreadCpuTime() - cpu) / (double) TIMES;
    if (sum.whole().counted(Counter.SUCCEEDED) != (long) REQUESTS * (WARM_UPS + TIMES)) {
      throw new IllegalStateException("snapshots were lost in the merge");
    }
    double share = nanosEach * AGENTS / 1e9;
    return new Row(
        "16 agents' snapshots, 1 a second, merged",
        "< 5 % of one core",
        String.format(
            Locale.ROOT,
            "%.2f ms of processor a snapshot of %,d bytes, database and HTTP aside",
            nanosEach / 1e6,
            wire.length()),
        String.format(Locale.ROOT, "%.1f %%", share * 100),
        share < MOST_SHARE);
  }

  private static void mergeOne(Jsonb json, String wire, RunFigures sum) {
    Snapshot received = json.fromJson(wire, Snapshot.class);
    RunFigures.check(received.stages());
    String kept = json.toJson(received);
    sum.addInterval(json.fromJson(kept, Snapshot.class).stages());
  }

  /** What an agent with load delivers each second. */
  public static Snapshot snapshot(String agent, int sequence) {
    Random random = new Random(42);
    RunFigures run = new RunFigures();
    Figures figures = run.at(0, 0);
    for (int i = 0; i < REQUESTS; i++) {
      // Split gaps are gaps, and these are drawn anew.
      for (Figure figure : EnumSet.complementOf(EnumSet.of(Figure.SPLIT_GAP))) {
        figures.record(figure, Math.round(1e6 * Math.exp(4 + random.nextGaussian() / 2)));
      }
    }
    for (int i = 0; i < TOKENS; i++) {
      long gap = Math.round(1e8 + 1e6 * random.nextGaussian());
      figures.record(Figure.CHUNK_GAP, gap);
      figures.record(Figure.ITL, gap);
    }
    for (Counter counter : Counter.values()) {
      figures.count(counter, REQUESTS);
    }
    figures.sentAt(1);
    figures.endedAt(1_000_000);
    figures.inFlight(2_000, 1_000_000_000);
    return new Snapshot(agent, sequence, false, null, null, run.toParts(), null, null);
  }
}
