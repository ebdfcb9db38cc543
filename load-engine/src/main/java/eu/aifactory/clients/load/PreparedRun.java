package eu.aifactory.clients.load;

import eu.aifactory.clients.load.records.RequestLogs;
import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.Span;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import eu.aifactory.clients.protocol.rates.LoadSample;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A run whose clients and arrivals are spread over the event loops. */
final class PreparedRun implements LoadRun, RunLoop.Watcher {
  private static final System.Logger LOG = System.getLogger(PreparedRun.class.getName());
  private static final double NANOS_PER_SECOND = 1e9;

  /** What is in flight when a condition stops the run has this long to be answered. */
  private static final Duration GRACE_OF_CONDITION = Duration.ofSeconds(30);

  private final EventLoops eventLoops;
  private final RunSettings settings;
  private final List<RunLoop> loops = new ArrayList<>();
  private final ConditionWatch conditions;
  private final HealthWatch health = new HealthWatch();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final CompletableFuture<Void> prepared = new CompletableFuture<>();
  private final AtomicInteger loopsToPrepare = new AtomicInteger();
  private final RequestLogs logs;
  private final AtomicInteger loopsToEnd = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicReference<String> stopReason = new AtomicReference<>();
  private final AtomicReference<LoadEnding> condition = new AtomicReference<>();
  private volatile Runnable stageListener;
  private volatile Throwable lastFault;
  private final AtomicLong takenUntilMicros = new AtomicLong();
  private volatile RunClock clock;

  /** Opens the connections; {@link #awaitPrepared} tells how that went. */
  PreparedRun(EventLoops eventLoops, RunSettings settings) {
    this.eventLoops = eventLoops;
    this.settings = settings;
    int used = loopsFor(eventLoops.count(), settings);
    logs = settings.logs();
    conditions = new ConditionWatch(settings, loops);
    loopsToPrepare.set(used);
    loopsToEnd.set(used);
    for (int i = 0; i < used; i++) {
      loops.add(new RunLoop(eventLoops.next(), settings, share(settings, i, used), this));
    }
    loops.forEach(loop -> loop.loop().execute(loop::prepare));
  }

  /** None without a client, or where arrivals have loops of their own, a request. */
  private static int loopsFor(int loops, RunSettings settings) {
    boolean open = settings.timeline().hasOpenStages();
    return Math.min(loops, open ? settings.mostInFlight() : settings.clients());
  }

  private static LoopShare share(RunSettings settings, int loop, int loops) {
    int most = settings.mostInFlight();
    return new LoopShare(
        loop,
        loops,
        settings.rank(),
        settings.agents(),
        LoopShare.part(settings.clients(), loop, loops),
        most == Integer.MAX_VALUE ? most : LoopShare.part(most, loop, loops));
  }

  /** Blocks until every connection was tried; how many are open. */
  int awaitPrepared() {
    prepared.join();
    return opened.get();
  }

  /** Why the last connection that could not be opened was not. */
  Throwable lastFault() {
    return lastFault;
  }

  @Override
  public void prepared(int opened, int failed, Throwable cause) {
    this.opened.addAndGet(opened);
    if (cause != null) {
      lastFault = cause;
    }
    if (loopsToPrepare.decrementAndGet() == 0) {
      prepared.complete(null);
    }
  }

  @Override
  public void startAt(Instant instant, Duration clockOffset) {
    if (started.compareAndSet(false, true)) {
      RunClock startClock = RunClock.startingAt(instant, clockOffset);
      takenUntilMicros.set(startClock.startMicros());
      clock = startClock;
      takeHealth();
      logs.startsAt(startClock.startNanos(), startClock.startMicros());
      everywhere(loop -> loop.start(startClock));
      conditions.start(startClock, this::end);
      tellStages(startClock);
    }
  }

  @Override
  public void onStage(Runnable listener) {
    stageListener = listener;
  }

  private void tellStages(RunClock startClock) {
    Runnable listener = stageListener;
    if (listener != null) {
      long untilStart = startClock.startNanos() - System.nanoTime();
      settings.timeline().windows().stream()
          .skip(1)
          .forEach(
              window ->
                  loops
                      .getFirst()
                      .loop()
                      .schedule(listener, untilStart + window.startNanos(), TimeUnit.NANOSECONDS));
    }
  }

  @Override
  public RunFigures takeFigures() {
    RunFigures sum = new RunFigures();
    RunClock begun = clock;
    for (RunLoop loop : loops) {
      RunFigures taken = on(loop.loop(), () -> loop.figures().take());
      sum.addAgent(taken);
      loop.figures().giveBack(taken);
    }
    if (begun != null) {
      long until = begun.micros(System.nanoTime());
      long since = takenUntilMicros.getAndUpdate(before -> Math.max(before, until));
      if (until > since) {
        sum.measuredOver(new Span(since, until));
      }
    }
    return sum;
  }

  @Override
  public AgentHealth takeHealth() {
    return health.take(
        loops.stream().mapToLong(RunLoop::takeLongestDelayNanos).max().orElse(0),
        loops.stream().mapToLong(RunLoop::takeLateNanos).max().orElse(0));
  }

  @Override
  public Progress progress() {
    RunClock begun = clock;
    double elapsed =
        begun == null
            ? 0
            : Math.max(0, (System.nanoTime() - begun.startNanos()) / NANOS_PER_SECOND);
    return loops.stream()
        .map(loop -> loop.figures().progress(elapsed))
        .reduce(
            new Progress(0, 0, 0, 0, elapsed),
            (a, b) ->
                new Progress(
                    a.sent() + b.sent(),
                    a.succeeded() + b.succeeded(),
                    a.failed() + b.failed(),
                    a.inFlight() + b.inFlight(),
                    elapsed));
  }

  @Override
  public List<LoadSample> takeSamples() {
    return conditions.takeSamples();
  }

  @Override
  public void end(LoadEnding why) {
    if (condition.compareAndSet(null, why)) {
      conditions.cancel();
      end(GRACE_OF_CONDITION);
    }
  }

  /**
   * Prepares another stage of the same load on the same event loops, with the same prompts. Blocks
   * until its connections are open.
   *
   * @throws PreparationException when it cannot be prepared: no request of it was sent
   */
  PreparedRun next(int stage, Workload.Load load) {
    return LoadEngine.prepared(eventLoops, settings.forStage(stage, load));
  }

  @Override
  public void stop(String reason, Duration grace) {
    stopReason.compareAndSet(null, reason);
    end(grace);
  }

  private void end(Duration grace) {
    everywhere(
        loop -> {
          if (grace.isZero() || grace.isNegative()) {
            loop.cancel();
          } else {
            loop.stopSending();
            loop.loop().schedule(loop::cancel, grace.toNanos(), TimeUnit.NANOSECONDS);
          }
        });
  }

  @Override
  public CompletionStage<Outcome> outcome() {
    return outcome.minimalCompletionStage();
  }

  @Override
  public void over() {
    if (loopsToEnd.decrementAndGet() == 0) {
      conditions.cancel();
      // Off the event loop: whoever waits may well ask for figures, which the loop has to give.
      outcome.completeAsync(this::howItEnded);
    }
  }

  private Outcome howItEnded() {
    LoadEnding verdict = condition.get();
    String reason = stopReason.get();
    return verdict != null && reason == null
        ? new Outcome(true, verdict.reason(), verdict.overSaturated())
        : new Outcome(reason == null, reason);
  }

  @Override
  public void close() {
    if (!outcome.isDone()) {
      stop("the run was closed", Duration.ZERO);
    }
  }

  /** Not waited for; a loop that is no more has nothing left to do. */
  private void everywhere(Consumer<RunLoop> task) {
    for (RunLoop loop : loops) {
      try {
        loop.loop().execute(() -> task.accept(loop));
      } catch (RejectedExecutionException e) {
        LOG.log(System.Logger.Level.DEBUG, "an event loop has ended", e);
      }
    }
  }

  /** On the loop and waited for; here, when the loop is no more. */
  private static <T> T on(EventLoop loop, Supplier<T> task) {
    if (loop.inEventLoop()) {
      return task.get();
    }
    try {
      return CompletableFuture.supplyAsync(task, loop).join();
    } catch (RejectedExecutionException e) {
      return task.get();
    } catch (CompletionException e) {
      throw new IllegalStateException("an event loop failed", e.getCause());
    }
  }
}
