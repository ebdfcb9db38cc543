package eu.aifactory.clients.benchmarks.agent;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import eu.aifactory.clients.benchmarks.Workloads;
import eu.aifactory.clients.benchmarks.report.Row;
import eu.aifactory.clients.emulator.EmulatorOptions;
import eu.aifactory.clients.emulator.VllmEmulator;
import eu.aifactory.clients.protocol.RunOrder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Resident memory of the packaged agent, started by {@code start_client.sh} as a job does, while it
 * holds 2,000 streams open.
 */
public final class AgentMemory {
  private static final int STREAMS = 2_000;
  private static final int MOST_MIB = 250;
  private static final int SNAPSHOTS = 15;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(90);
  private static final String WHAT = "resident memory of a real agent, 2,000 streams open";
  private static final String TARGET = "≤ 250 MB";

  private AgentMemory() {}

  /**
   * @param agentFolder of the packaged agent
   */
  public static Row take(Path agentFolder) throws IOException, InterruptedException {
    Path script = agentFolder.resolve("start_client.sh");
    if (!Files.isExecutable(script)) {
      return Row.skipped(WHAT, TARGET, "there is no packaged agent at " + agentFolder);
    }
    try (VllmEmulator emulator =
            VllmEmulator.start(
                EmulatorOptions.parse(
                    "--port",
                    "0",
                    "--ttft-ms",
                    "200",
                    "--itl-ms",
                    "100",
                    "--max-num-seqs",
                    String.valueOf(STREAMS)));
        OneRunService service = new OneRunService(order(emulator))) {
      return take(script, emulator, service);
    } catch (BenchmarkException e) {
      return Row.skipped(WHAT, TARGET, e.getMessage());
    }
  }

  private static Row take(Path script, VllmEmulator emulator, OneRunService service)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("agent", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                script.toString(),
                String.valueOf(STREAMS),
                serverOf(emulator),
                service.address(),
                String.valueOf(OneRunService.GROUP))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AIF_"));
    builder.environment().put("AIF_JAVA_HOME", System.getProperty("java.home"));
    Process agent = builder.start();
    try {
      long deadline = System.nanoTime() + LIMIT_NANOS;
      while (service.snapshots() < SNAPSHOTS || emulator.running() < STREAMS * 9 / 10) {
        if (!agent.isAlive() || System.nanoTime() > deadline) {
          throw new BenchmarkException(
              "after %d snapshots, %d streams: %s"
                  .formatted(
                      service.snapshots(),
                      emulator.running(),
                      Files.readString(log).lines().reduce((a, b) -> b).orElse("no word")));
        }
        Thread.sleep(100);
      }
      int open = emulator.running();
      double mib = residentKib(agent.pid()) / 1024.0;
      service.stopAgent();
      agent.waitFor(5, TimeUnit.SECONDS);
      return new Row(
          WHAT,
          TARGET,
          "%,d streams at once, after %d s".formatted(open, SNAPSHOTS),
          String.format(Locale.ROOT, "%.0f MB", mib * 1.048576),
          mib * 1.048576 <= MOST_MIB);
    } finally {
      agent.destroyForcibly().waitFor();
      Files.delete(log);
    }
  }

  /** The script replaces itself by the JVM, so its process is the agent. */
  private static long residentKib(long pid) throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
    return status.stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new BenchmarkException("no VmRSS in " + File.separator + "proc"));
  }

  private static RunOrder order(VllmEmulator emulator) {
    return new RunOrder(
        OneRunService.GROUP,
        "memory",
        0,
        1,
        STREAMS,
        STREAMS,
        serverOf(emulator),
        null,
        Workloads.read(
            """
            {"load": {"kind": "closed", "duration_seconds": 120},
             "output": {"max_tokens": 128, "ignore_eos": true}}
            """),
        "memory");
  }

  private static String serverOf(VllmEmulator emulator) {
    return "http://127.0.0.1:" + emulator.port();
  }
}
