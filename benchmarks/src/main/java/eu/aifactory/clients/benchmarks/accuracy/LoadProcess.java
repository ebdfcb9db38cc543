package eu.aifactory.clients.benchmarks.accuracy;

import eu.aifactory.clients.benchmarks.CommandLoop;
import eu.aifactory.clients.benchmarks.Workloads;
import eu.aifactory.clients.load.LoadEngine;
import eu.aifactory.clients.load.LoadPlan;
import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.load.records.RequestLogs;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * The engine in a process of its own, with the flags of an agent and as many event loops. Order:
 * {@code run PORT CLIENTS RANK AGENTS START_EPOCH_MS FILE|- WORKLOAD_BASE64}; answers: requests
 * sent, failed, microseconds of send lag p50 and p99, microseconds the loops were late at most.
 */
final class LoadProcess {
  private final LoadEngine engine = new LoadEngine();

  private LoadProcess() {}

  public static void main(String[] args) throws IOException {
    LoadProcess process = new LoadProcess();
    CommandLoop.run(
        (verb, words) ->
            process.run(
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Long.parseLong(words[5]),
                words[6],
                new String(Base64.getDecoder().decode(words[7]), StandardCharsets.UTF_8)));
  }

  private String run(
      int port, int clients, int rank, int agents, long startMillis, String file, String json)
      throws IOException {
    Workload workload = Workloads.read(json);
    AiService service =
        new AiService(
            Workload.SERVER_VLLM,
            "http://127.0.0.1:" + port,
            null,
            "emulated-model",
            "0.32.0",
            null,
            false);
    engine.rehearse(workload);
    ChunkRecords records = new ChunkRecords("run-");
    RequestLogs logs = file.equals("-") ? RequestLogs.NONE : records;
    LoadPlan plan = new LoadPlan(workload, service, rank, agents, clients, "run-");
    try (LoadRun run = engine.prepare(plan, logs)) {
      run.startAt(Instant.ofEpochMilli(startMillis), Duration.ZERO);
      run.outcome().toCompletableFuture().join();
      Figures sum = run.takeFigures().whole();
      if (!file.equals("-")) {
        records.write(Path.of(file));
      }
      return "%d %d %d %d %d"
          .formatted(
              sum.counted(Counter.SENT),
              sum.counted(Counter.FAILED),
              sum.histogram(Figure.SEND_LAG).getValueAtPercentile(50) / 1000,
              sum.histogram(Figure.SEND_LAG).getValueAtPercentile(99) / 1000,
              Math.round(run.takeHealth().loopDelayMaxMs() * 1000));
    }
  }
}
