package eu.aifactory.clients.load;

import eu.aifactory.clients.benchmarks.report.Row;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link TokenPath} under JMH's allocation profiler. */
public final class AllocationRow {
  private static final String NORM = "gc.alloc.rate.norm";
  private static final double MOST_BYTES = 64;
  private static final String WHAT = "allocation a token event, HTTP to histogram";
  private static final String TARGET = "≤ 64 bytes";

  private AllocationRow() {}

  public static Row take() {
    try {
      Collection<RunResult> results =
          new Runner(
                  new OptionsBuilder()
                      .include(TokenPath.class.getSimpleName())
                      .addProfiler(GCProfiler.class)
                      .forks(1)
                      .warmupIterations(4)
                      .measurementIterations(3)
                      .warmupTime(TimeValue.seconds(1))
                      .measurementTime(TimeValue.seconds(1))
                      .verbosity(VerboseMode.SILENT)
                      .build())
              .run();
      return row(results);
    } catch (RunnerException e) {
      return Row.skipped(WHAT, TARGET, e.getMessage());
    }
  }

  private static Row row(Collection<RunResult> results) {
    double worst = 0;
    StringBuilder nanos = new StringBuilder();
    for (RunResult result : results) {
      worst = Math.max(worst, result.getSecondaryResults().get(NORM).getScore());
      nanos
          .append(nanos.isEmpty() ? "" : ", ")
          .append(
              String.format(
                  Locale.ROOT,
                  "%.0f ns %s",
                  result.getPrimaryResult().getScore(),
                  Boolean.parseBoolean(result.getParams().getParam("packets"))
                      ? "with a read each"
                      : "with one read an answer"));
    }
    return new Row(
        WHAT,
        TARGET,
        nanos.toString(),
        String.format(Locale.ROOT, "%.1f bytes", worst),
        worst <= MOST_BYTES);
  }
}
