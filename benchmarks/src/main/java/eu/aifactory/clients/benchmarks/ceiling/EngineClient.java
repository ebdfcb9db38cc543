package eu.aifactory.clients.benchmarks.ceiling;

import eu.aifactory.clients.benchmarks.Workloads;
import eu.aifactory.clients.load.LoadEngine;
import eu.aifactory.clients.load.LoadPlan;
import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.RunFigures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The project's engine with one event loop, all its figures on, and a snapshot taken and encoded
 * each second, as an agent does.
 */
final class EngineClient implements Contestant {
  private static final String CUT_AT_THE_END = "cancelled_by_run_end";

  private final LoadEngine engine = new LoadEngine(1);
  private final ScheduledExecutorService snapshots =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private LoadRun run;
  private ScheduledFuture<?> taking;
  private long answers;
  private long events;
  private long failed;

  public static void main(String[] args) throws IOException {
    Contestant.serve(new EngineClient());
  }

  @Override
  public void go(Load load, int port, int clients) {
    boolean brief = load == Load.BRIEF;
    AiService service =
        new AiService(
            brief ? Workload.SERVER_AI : Workload.SERVER_VLLM,
            "http://127.0.0.1:" + port,
            brief ? "null" : null,
            "null-model",
            brief ? null : "0.32.0",
            null,
            false);
    answers = 0;
    events = 0;
    failed = 0;
    run = engine.prepare(new LoadPlan(workload(brief), service, 0, 1, clients, "ceiling-"));
    run.startAt(Instant.now(), Duration.ZERO);
    taking = snapshots.scheduleAtFixedRate(this::take, 1, 1, TimeUnit.SECONDS);
  }

  private static Workload workload(boolean brief) {
    return Workloads.read(
        """
        {"load": {"kind": "closed", "duration_seconds": 3600},
         "output": {"max_tokens": %d, "ignore_eos": true}}
        """
            .formatted(brief ? 12 : Answers.TOKENS));
  }

  /** What an agent does each second; the rest is three numbers, so that it costs an agent's. */
  private synchronized void take() {
    RunFigures taken = run.takeFigures();
    taken.toParts();
    run.takeHealth();
    taken.forEach(
        (stage, figures) -> {
          answers += figures.counted(Counter.SUCCEEDED);
          events += figures.counted(Counter.TOKEN_CHUNKS);
          failed += figures.counted(Counter.FAILED);
          failed -= figures.errors().getOrDefault(CUT_AT_THE_END, 0L);
        });
  }

  @Override
  public synchronized Count stop() {
    taking.cancel(false);
    run.stop("the round is over", Duration.ZERO);
    run.outcome().toCompletableFuture().join();
    take();
    run.close();
    return new Count(answers, events, failed);
  }
}
