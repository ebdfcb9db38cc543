package eu.aifactory.clients.benchmarks.ceiling;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code wrk}, one thread, the same request; it is driven by its own clock. */
final class Wrk {
  private Wrk() {}

  static boolean isInstalled() {
    return System.getenv()
        .getOrDefault("PATH", "")
        .lines()
        .flatMap(path -> List.of(path.split(":")).stream())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "wrk")));
  }

  /** Starts it for so many seconds. */
  static Process start(int core, int port, int clients, int seconds) {
    try {
      Path script = Files.createTempFile("wrk", ".lua");
      script.toFile().deleteOnExit();
      Files.writeString(
          script,
          """
          wrk.method = "POST"
          wrk.headers["Content-Type"] = "application/json"
          wrk.body = [[%s]]
          """
              .formatted(Requests.BRIEF));
      return new ProcessBuilder(
              "taskset",
              "-c",
              String.valueOf(core),
              "wrk",
              "-t1",
              "-c" + clients,
              "-d" + seconds + "s",
              "-s",
              script.toString(),
              "http://127.0.0.1:" + port + Requests.BRIEF_PATH)
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw new BenchmarkException("wrk: " + e.getMessage(), e);
    }
  }

  /** Waits for its end and returns what it printed. */
  static String end(Process wrk) throws InterruptedException {
    try {
      String said = new String(wrk.getInputStream().readAllBytes());
      if (!wrk.waitFor(5, TimeUnit.SECONDS)) {
        wrk.destroyForcibly();
      }
      if (said.contains("Non-2xx") || said.contains("Socket errors")) {
        throw new BenchmarkException("wrk: " + said.replace('\n', ' '));
      }
      return said;
    } catch (IOException e) {
      throw new BenchmarkException("wrk: " + e.getMessage(), e);
    }
  }
}
