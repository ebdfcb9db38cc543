package eu.aifactory.clients.load.server;

import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.load.client.LoadPath;
import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.ServerSample;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import eu.aifactory.clients.protocol.rates.LoadSample;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A load run beside which the AI server's counters are looked at: by the agent of rank 0 before it
 * begins, every few seconds and at the begin of each stage, by each agent once when its own last
 * request has ended, because the last of them is the first who sees all tokens counted. Never fails
 * the run. Thread-safe.
 */
public final class WatchedRun implements LoadRun {
  private final LoadRun run;
  private final ServerWatch watch;
  private final boolean throughout;
  private final CompletionStage<Outcome> outcome;
  private volatile ServerWatch.Zero zero = zeroNow(Duration.ZERO);

  private WatchedRun(LoadRun run, HttpRequest metrics, String model, boolean throughout) {
    this.run = run;
    this.watch = new ServerWatch(metrics, model);
    this.throughout = throughout;
    this.outcome =
        run.outcome()
            .thenApplyAsync(
                ended -> {
                  watch.look();
                  return ended;
                });
    if (throughout) {
      watch.look();
      run.onStage(watch::lookSoon);
    }
  }

  /**
   * Takes the first look, for which it waits 2 s at most.
   *
   * @param run prepared and not started
   * @param rank of this agent among the run's
   * @return the run itself where the path knows no metrics
   */
  public static LoadRun watch(LoadRun run, LoadPath path, String model, int rank) {
    return path.metrics()
        .<LoadRun>map(metrics -> new WatchedRun(run, metrics, model, rank == 0))
        .orElse(run);
  }

  private static ServerWatch.Zero zeroNow(Duration clockOffset) {
    Instant now = Instant.now().minus(clockOffset);
    return new ServerWatch.Zero(
        System.nanoTime(), TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000);
  }

  @Override
  public void startAt(Instant instant, Duration clockOffset) {
    zero = zeroNow(clockOffset);
    run.startAt(instant, clockOffset);
    if (throughout) {
      watch.goOn(ServerWatch.INTERVAL);
    }
  }

  @Override
  public List<ServerSample> takeServerSamples() {
    return watch.samples(zero);
  }

  @Override
  public RunFigures takeFigures() {
    return run.takeFigures();
  }

  @Override
  public List<LoadSample> takeSamples() {
    return run.takeSamples();
  }

  @Override
  public void end(LoadEnding condition) {
    run.end(condition);
  }

  @Override
  public AgentHealth takeHealth() {
    return run.takeHealth();
  }

  @Override
  public Progress progress() {
    return run.progress();
  }

  @Override
  public void stop(String reason, Duration grace) {
    run.stop(reason, grace);
  }

  @Override
  public CompletionStage<Outcome> outcome() {
    return outcome;
  }

  @Override
  public void close() {
    run.close();
    watch.close();
  }
}
