package eu.aifactory.clients.benchmarks;

import eu.aifactory.clients.benchmarks.accuracy.AccuracyRows;
import eu.aifactory.clients.benchmarks.agent.AgentMemory;
import eu.aifactory.clients.benchmarks.ceiling.CeilingRows;
import eu.aifactory.clients.benchmarks.merge.SnapshotMerge;
import eu.aifactory.clients.benchmarks.report.Row;
import eu.aifactory.clients.benchmarks.report.Table;
import eu.aifactory.clients.benchmarks.service.ScaleRows;
import eu.aifactory.clients.benchmarks.service.SoakRow;
import eu.aifactory.clients.benchmarks.service.StartRow;
import eu.aifactory.clients.load.AllocationRow;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures all rows and prints them as Markdown: {@code [--quick] [--only PART[,PART]]}; parts are
 * {@code ceiling}, {@code accuracy}, {@code allocation}, {@code memory}, {@code merge}; {@code
 * ceiling-pace}, {@code start}, {@code scale} and {@code soak} have to be named.
 */
public final class BenchmarkMain {
  private static final PrintStream OUT = System.out;
  private static final PrintStream PROGRESS = System.err;
  private static final List<String> PARTS =
      List.of("ceiling", "accuracy", "allocation", "memory", "merge");

  /** Parts of another part, and those that need the built service, and time. */
  private static final List<String> NAMED_PARTS = List.of("ceiling-pace", "start", "scale", "soak");

  private BenchmarkMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    boolean quick = false;
    List<String> parts = PARTS;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--quick")) {
        quick = true;
      } else if (args[i].equals("--only") && i + 1 < args.length) {
        parts = List.of(args[++i].split(","));
      } else {
        refuse("unknown option \"" + args[i] + "\"");
      }
    }
    for (String part : parts) {
      if (!PARTS.contains(part) && !NAMED_PARTS.contains(part)) {
        refuse(
            "there is no part \"%s\"; there are %s, %s"
                .formatted(part, String.join(", ", PARTS), String.join(", ", NAMED_PARTS)));
      }
    }
    String machine = machine();
    List<Row> rows = take(parts, quick);
    OUT.printf("%s%n%n%s", machine, Table.of(rows));
    OUT.flush();
  }

  private static List<Row> take(List<String> parts, boolean quick)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (String part : parts) {
      PROGRESS.println("benchmarks: " + part);
      switch (part) {
        case "ceiling" -> rows.addAll(ceiling(quick).take());
        case "ceiling-pace" -> rows.addAll(ceiling(quick).takePaced());
        case "accuracy" -> rows.addAll(new AccuracyRows(quick ? 1 : 5, PROGRESS::println).take());
        case "allocation" -> rows.add(AllocationRow.take());
        case "memory" -> rows.add(AgentMemory.take(agentFolder()));
        case "start" -> rows.add(StartRow.take(root(), agentFolder(), PROGRESS::println));
        case "scale" -> rows.addAll(new ScaleRows(root(), PROGRESS::println).take());
        case "soak" -> rows.add(SoakRow.take(root(), PROGRESS::println));
        default -> rows.add(SnapshotMerge.take());
      }
    }
    return rows;
  }

  private static CeilingRows ceiling(boolean quick) {
    return new CeilingRows(quick ? 3 : 7, quick ? 1.5 : 4, PROGRESS::println);
  }

  private static Path agentFolder() {
    return Path.of(System.getProperty("agent.folder", "no folder"));
  }

  /** Of the built project. */
  private static Path root() {
    return Path.of(System.getProperty("aif.root", "."));
  }

  private static void refuse(String sentence) {
    PROGRESS.println(sentence + "; usage: benchmarks/run [--quick] [--only PART[,PART]]");
    System.exit(2);
  }

  private static String machine() throws IOException {
    String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    return "%s, %d cores, Linux %s, Java %s; load before: %s"
        .formatted(
            Instant.now().truncatedTo(ChronoUnit.MINUTES),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.version"),
            Runtime.version(),
            load);
  }
}
