package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.agent.observer.RunUpdate;
import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.result.Latency;
import java.util.Optional;

/** What is told of one run: how it fares now, and at its end what came out. Thread-safe. */
final class RunReport {
  static final String PREPARING = "PREPARING";
  static final String RUNNING = "RUNNING";
  private static final LoadRun.Progress NONE = new LoadRun.Progress(0, 0, 0, 0, 0);

  private final long benchmarkId;
  private final String runId;
  private final String agent;
  private final Figures total = new Figures();
  private volatile Optional<LoadRun> load = Optional.empty();

  RunReport(long benchmarkId, String runId, String agent) {
    this.benchmarkId = benchmarkId;
    this.runId = runId;
    this.agent = agent;
  }

  void started(LoadRun running) {
    load = Optional.of(running);
  }

  void add(Figures interval) {
    synchronized (total) {
      total.addInterval(interval);
    }
  }

  RunUpdate now() {
    String state = load.isPresent() ? RUNNING : PREPARING;
    return update(state, null, null, null, null, null);
  }

  RunUpdate end(String outcome, String reason) {
    synchronized (total) {
      return update(
          outcome,
          reason,
          latency(Figure.TTFT),
          latency(Figure.TPOT),
          latency(Figure.ITL),
          latency(Figure.E2E));
    }
  }

  private Latency latency(Figure figure) {
    return Latency.of(total.histogram(figure));
  }

  private RunUpdate update(
      String state, String reason, Latency ttft, Latency tpot, Latency itl, Latency e2e) {
    LoadRun.Progress progress = load.map(LoadRun::progress).orElse(NONE);
    return new RunUpdate(
        benchmarkId,
        runId,
        agent,
        state,
        reason,
        progress.elapsedSeconds(),
        progress.sent(),
        progress.succeeded(),
        progress.failed(),
        progress.inFlight(),
        ttft,
        tpot,
        itl,
        e2e);
  }
}
