package eu.aifactory.clients.load;

import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import eu.aifactory.clients.protocol.rates.LoadSample;
import eu.aifactory.clients.protocol.rates.RatePlan;
import eu.aifactory.clients.protocol.result.AgentFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * A load whose stages depend on one another: when all requests of one have ended, a director says
 * the rate of the next. A stage that over-saturates the server says so in its own figures.
 */
final class AdaptiveRun implements LoadRun {
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final Workload.Load load;
  private final StageDirector director;
  private final Thread conduct = Thread.ofVirtual().name("stages").unstarted(this::conduct);
  private PreparedRun current;
  private int stage;
  private RunFigures untaken = new RunFigures();
  private List<LoadSample> untakenSamples = new ArrayList<>();
  private AgentHealth untakenHealth;
  private Progress before = new Progress(0, 0, 0, 0, 0);
  private Duration clockOffset = Duration.ZERO;
  private Optional<String> stopped = Optional.empty();
  private Runnable stageListener = () -> {};
  private boolean started;

  /**
   * @param load the adaptive one
   * @param first stage, prepared
   */
  AdaptiveRun(Workload.Load load, StageDirector director, PreparedRun first) {
    this.load = load;
    this.director = director;
    this.current = first;
  }

  @Override
  public synchronized void startAt(Instant instant, Duration offset) {
    if (!started) {
      started = true;
      clockOffset = offset;
      current.startAt(instant, clockOffset);
      conduct.start();
    }
  }

  @Override
  public synchronized void onStage(Runnable listener) {
    stageListener = listener;
    current.onStage(listener);
  }

  private void conduct() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        Outcome how = current().outcome().toCompletableFuture().get();
        goesOn = close(how) && follow(how.overSaturated());
      }
    } catch (InterruptedException e) {
      outcome.complete(ending());
    } catch (PreparationException e) {
      outcome.complete(new Outcome(false, "the next stage cannot begin: " + e.getMessage()));
    } catch (ExecutionException | RuntimeException e) {
      outcome.completeExceptionally(e);
    }
  }

  private synchronized PreparedRun current() {
    return current;
  }

  /** Whether another stage may follow; else the run has its outcome. */
  private synchronized boolean close(Outcome how) {
    takeStage();
    if (how.overSaturated()) {
      untaken.at(stage, 0).count(Counter.OVER_SATURATED, 1);
    }
    boolean goesOn = how.completed() && (how.reason() == null || how.overSaturated());
    if (!goesOn || stopped.isPresent()) {
      outcome.complete(goesOn ? ending() : how);
    }
    return !outcome.isDone();
  }

  /** Whether there was another stage, which has begun. */
  private boolean follow(boolean overSaturated) throws InterruptedException {
    int number = stage + 1;
    OptionalDouble rate = director.next(number, overSaturated);
    if (rate.isEmpty()) {
      outcome.complete(ending());
      return false;
    }
    PreparedRun following = current().next(number, RatePlan.stage(load, rate.getAsDouble(), false));
    try {
      Instant start = director.start(number);
      return begin(following, start);
    } catch (InterruptedException e) {
      following.close();
      throw e;
    }
  }

  private synchronized boolean begin(PreparedRun following, Instant start) {
    before = progress();
    current = following;
    stage++;
    if (stopped.isPresent()) {
      following.close();
      outcome.complete(ending());
      return false;
    }
    following.startAt(start, clockOffset);
    stageListener.run();
    return true;
  }

  private synchronized Outcome ending() {
    return new Outcome(stopped.isEmpty(), stopped.orElse(null));
  }

  private void takeStage() {
    RunFigures rest = current.takeFigures();
    director.measured(rest);
    untaken.addInterval(rest);
    untakenSamples.addAll(current.takeSamples());
    untakenHealth = AgentFigures.worse(untakenHealth, current.takeHealth());
  }

  @Override
  public synchronized RunFigures takeFigures() {
    takeStage();
    RunFigures taken = untaken;
    untaken = new RunFigures();
    return taken;
  }

  @Override
  public synchronized List<LoadSample> takeSamples() {
    untakenSamples.addAll(current.takeSamples());
    List<LoadSample> taken = untakenSamples;
    untakenSamples = new ArrayList<>();
    return taken;
  }

  @Override
  public synchronized AgentHealth takeHealth() {
    AgentHealth taken = AgentFigures.worse(untakenHealth, current.takeHealth());
    untakenHealth = null;
    return taken;
  }

  @Override
  public synchronized Progress progress() {
    Progress now = current.progress();
    return new Progress(
        before.sent() + now.sent(),
        before.succeeded() + now.succeeded(),
        before.failed() + now.failed(),
        now.inFlight(),
        before.elapsedSeconds() + now.elapsedSeconds());
  }

  /** One that was told of an earlier stage comes too late. */
  @Override
  public synchronized void end(LoadEnding condition) {
    if (condition.series() == stage) {
      current.end(condition);
    }
  }

  @Override
  public synchronized void stop(String reason, Duration grace) {
    stopped = stopped.isEmpty() ? Optional.of(reason) : stopped;
    current.stop(reason, grace);
    if (current.outcome().toCompletableFuture().isDone()) {
      // Between two stages: whoever waits for the next one need not any more.
      conduct.interrupt();
    }
  }

  @Override
  public CompletionStage<Outcome> outcome() {
    return outcome.minimalCompletionStage();
  }

  @Override
  public void close() {
    if (!outcome.isDone()) {
      stop("the run was closed", Duration.ZERO);
    }
  }
}
