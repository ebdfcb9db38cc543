package eu.aifactory.clients.load.byhand;

import com.sun.management.ThreadMXBean;
import eu.aifactory.clients.load.LoadEngine;
import eu.aifactory.clients.load.LoadPlan;
import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.load.client.AiClient;
import eu.aifactory.clients.load.client.AiClients;
import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;

/**
 * The most that one engine takes from a server that sends as fast as it can: {@code URL [loops
 * [clients [tokens [warm-up seconds [seconds]]]]]}. Prints requests and events a second, CPU and
 * allocation of the event loops for each event.
 */
final class EngineCeiling {
  private static final PrintStream OUT = System.out;

  private EngineCeiling() {}

  public static void main(String[] args) throws Exception {
    int loops = number(args, 1, 1);
    int clients = number(args, 2, 64);
    int tokens = number(args, 3, 100);
    Workload workload =
        new Workload(
            null,
            null,
            null,
            null,
            null,
            Workload.Load.closed(3600.0, null),
            null,
            new Workload.Output(tokens, null, true, null),
            null,
            null,
            null,
            null);
    AiClient client = AiClients.named("vllm").orElseThrow();
    AiService service = client.setUpBenchmark(args[0], workload);
    try (LoadEngine engine = new LoadEngine(loops);
        LoadRun run = engine.prepare(new LoadPlan(workload, service, 0, 1, clients, "ceiling-"))) {
      run.startAt(Instant.now(), Duration.ZERO);
      Thread.sleep(number(args, 4, 5) * 1000L);
      for (int round = 0; round < 3; round++) {
        measure(run, number(args, 5, 5));
      }
      run.stop("measured", Duration.ZERO);
    }
  }

  private static void measure(LoadRun run, int seconds) throws InterruptedException {
    run.takeFigures().whole();
    run.takeHealth();
    long cpu = loopCpuNanos();
    long bytes = loopBytes();
    long start = System.nanoTime();
    Thread.sleep(seconds * 1000L);
    long elapsed = System.nanoTime() - start;
    long usedCpu = loopCpuNanos() - cpu;
    long usedBytes = loopBytes() - bytes;
    Figures figures = run.takeFigures().whole();
    AgentHealth health = run.takeHealth();
    long events = figures.counted(Counter.TOKEN_CHUNKS);
    OUT.printf(
        "requests/s %.0f  events/s %.0f  failed %d  loop cpu %.2f  ns cpu/event %.0f  bytes/event"
            + " %.1f  bytes/request %.0f  e2e p50 %.2f ms  loop delay %.1f ms  gc %.0f ms%n",
        figures.counted(Counter.SUCCEEDED) * 1e9 / elapsed,
        events * 1e9 / elapsed,
        figures.counted(Counter.FAILED),
        usedCpu / (double) elapsed,
        usedCpu / (double) events,
        usedBytes / (double) events,
        usedBytes / (double) figures.counted(Counter.SUCCEEDED),
        figures.histogram(Figure.E2E).getValueAtPercentile(50) / 1e6,
        health.loopDelayMaxMs(),
        health.gcPauseMs());
  }

  private static long loopCpuNanos() {
    return ofLoops(false);
  }

  private static long loopBytes() {
    return ofLoops(true);
  }

  private static long ofLoops(boolean bytes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("load-")) {
        long id = thread.getThreadId();
        sum += bytes ? threads.getThreadAllocatedBytes(id) : threads.getThreadCpuTime(id);
      }
    }
    return sum;
  }

  private static int number(String[] args, int place, int otherwise) {
    return args.length > place ? Integer.parseInt(args[place]) : otherwise;
  }
}
