package eu.aifactory.clients.benchmarks.service;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the kernel and the JVM tell of the service's process. */
record ServerProcess(long pid) {
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TIME = 11;
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  /** Processor time that it has used, in seconds. */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/%d/stat".formatted(pid)));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]))
        / TICKS_PER_SECOND;
  }

  long threads() throws IOException {
    return count("task");
  }

  long files() throws IOException {
    return count("fd");
  }

  private long count(String folder) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/%d/%s".formatted(pid, folder)))) {
      return all.count();
    }
  }

  /** Bytes of the objects that are left after a collection. */
  long liveBytes() throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher total = TOTAL.matcher(said);
    if (!total.find()) {
      throw new BenchmarkException(
          "jcmd told no histogram: " + said.lines().findFirst().orElse(""));
    }
    return Long.parseLong(total.group(1));
  }
}
