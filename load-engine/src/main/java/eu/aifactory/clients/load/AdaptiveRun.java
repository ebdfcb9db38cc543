package eu.aifactory.clients.load;

import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.result.AgentFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A load whose stages depend on one another: when all requests of one have ended, its figures
 * choose the rate of the next. A stage that over-saturates the server says so in its own figures.
 */
final class AdaptiveRun implements LoadRun {
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final RateChoice choice;
  private PreparedRun current;
  private RunFigures untaken = new RunFigures();
  private AgentHealth untakenHealth;
  private Progress before = new Progress(0, 0, 0, 0, 0);
  private Duration clockOffset = Duration.ZERO;
  private Optional<String> stopped = Optional.empty();
  private boolean started;

  /**
   * @param first stage, prepared
   */
  AdaptiveRun(RateChoice choice, PreparedRun first) {
    this.choice = choice;
    this.current = first;
  }

  @Override
  public synchronized void startAt(Instant instant, Duration offset) {
    if (!started) {
      started = true;
      clockOffset = offset;
      begin(current, instant);
    }
  }

  private void begin(PreparedRun stage, Instant instant) {
    // Off the event loops: the next stage's preparation waits for them.
    stage.outcome().thenAcceptAsync(this::stageEnded);
    stage.startAt(instant, clockOffset);
  }

  private void stageEnded(Outcome how) {
    try {
      PreparedRun over = current();
      Optional<Workload.Load> next = close(how);
      if (next.isEmpty()) {
        return;
      }
      PreparedRun following = over.next(choice.stage(), next.get());
      follow(following);
    } catch (PreparationException e) {
      outcome.complete(new Outcome(false, "the next stage cannot begin: " + e.getMessage()));
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
    }
  }

  private synchronized PreparedRun current() {
    return current;
  }

  /** What to run next; empty once the run has its outcome. */
  private synchronized Optional<Workload.Load> close(Outcome how) {
    takeStage();
    if (how.overSaturated()) {
      untaken.at(choice.stage(), 0).count(Counter.OVER_SATURATED, 1);
    }
    boolean goesOn = how.completed() && (how.reason() == null || how.overSaturated());
    Optional<Workload.Load> next =
        goesOn && stopped.isEmpty() ? choice.next(how.overSaturated()) : Optional.empty();
    if (next.isEmpty()) {
      outcome.complete(goesOn ? ending() : how);
    }
    return next;
  }

  private Outcome ending() {
    return new Outcome(stopped.isEmpty(), stopped.orElse(null));
  }

  private void takeStage() {
    RunFigures rest = current.takeFigures();
    choice.add(rest);
    untaken.addInterval(rest);
    untakenHealth = AgentFigures.worse(untakenHealth, current.takeHealth());
  }

  private synchronized void follow(PreparedRun following) {
    before = progress();
    current = following;
    if (stopped.isPresent()) {
      following.close();
      outcome.complete(ending());
    } else {
      begin(following, Instant.now());
    }
  }

  @Override
  public synchronized RunFigures takeFigures() {
    takeStage();
    RunFigures taken = untaken;
    untaken = new RunFigures();
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

  @Override
  public synchronized void stop(String reason, Duration grace) {
    stopped = stopped.isEmpty() ? Optional.of(reason) : stopped;
    current.stop(reason, grace);
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
