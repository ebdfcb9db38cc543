package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.agent.run.StartBarrier.Decision;
import eu.aifactory.clients.agent.service.Correlation;
import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.load.StageDirector;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run from its order to the acknowledgement of its last snapshot, on a thread of its own. It
 * always ends: by itself, or within the grace and a few seconds after {@link #stop} and {@link
 * #abandon}. Thread-safe.
 */
final class AgentRun {
  private static final Logger LOG = System.getLogger(AgentRun.class.getName());

  /** How long after its grace a stopped load may take before it is closed by force. */
  private static final Duration LATEST_END_AFTER_GRACE = Duration.ofSeconds(3);

  private final RunOrder order;
  private final boolean orderedByService;
  private final RunParts parts;
  private final RecordKeeping records;
  private final Preparation preparation;
  private final StopSignal stop = new StopSignal();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;
  private final Object phaseLock = new Object();
  private final Object intervalLock = new Object();
  private boolean interruptible = true;
  private Optional<LoadRun> load = Optional.empty();
  private Optional<SnapshotDelivery> delivery = Optional.empty();
  private Optional<String> abandoned = Optional.empty();
  private Duration grace = Duration.ZERO;
  private volatile boolean measured;

  private record End(String outcome, String reason) {}

  /**
   * @param orderedByService whether the service itself ordered the run, and so knows it
   */
  AgentRun(RunOrder order, boolean orderedByService, RunParts parts) {
    this.order = order;
    this.orderedByService = orderedByService;
    this.parts = parts;
    this.records = parts.records(order);
    Optional<StageDirector> director =
        orderedByService
            ? Optional.of(
                parts.director(
                    order.runId(), this::deliverCompletely, why -> stop(why, Duration.ZERO)))
            : Optional.empty();
    this.preparation = new Preparation(order, parts.loads(), records.logs(), director);
    this.thread = Thread.ofVirtual().name("run-" + order.runId()).unstarted(this::conduct);
  }

  void start() {
    thread.start();
  }

  RunOrder order() {
    return order;
  }

  /** Whether all is measured and only acknowledgements are awaited. */
  boolean isMeasured() {
    return measured;
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  boolean awaitOver(Duration limit) throws InterruptedException {
    return over.await(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
  }

  /**
   * Sends no more load, lets what is in flight end within {@code allowed}, and then delivers what
   * was measured.
   */
  void stop(String reason, Duration allowed) {
    synchronized (phaseLock) {
      if (!stop.give(reason)) {
        return;
      }
      LOG.log(Level.INFO, "run {0}: stopping, {1}", order.runId(), reason);
      grace = allowed;
      load.ifPresent(running -> running.stop(reason, allowed));
      if (interruptible) {
        thread.interrupt();
      }
    }
  }

  /** Stops at once and delivers nothing any more: what is left is in the spool. */
  void abandon(String reason) {
    stop(reason, Duration.ZERO);
    synchronized (phaseLock) {
      abandoned = Optional.of(reason);
      delivery.ifPresent(sending -> sending.giveUp(reason));
      records.giveUp(reason);
    }
  }

  private void conduct() {
    parts.observers().runBegins(parts.report()::now);
    try {
      preparation.start();
      boolean known = orderedByService || parts.barrier().isKnownToService();
      Decision decision = awaitStart(known);
      leaveInterruptiblePhase();
      if (known) {
        openDelivery();
      }
      End end = decision instanceof Decision.Go go ? measure(go) : notStarted(decision);
      finish(end);
    } catch (InterruptedException e) {
      LOG.log(Level.WARNING, "run {0}: interrupted", order.runId());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "run " + order.runId() + " broke off", e);
      finishBroken("the agent failed: " + e);
    } finally {
      records.breakOff();
      Correlation.runEnded();
      over.countDown();
    }
  }

  private Decision awaitStart(boolean known) {
    try {
      return known
          ? parts.barrier().await(preparation, stop)
          : parts.barrier().awaitAlone(preparation, stop);
    } catch (InterruptedException e) {
      return new Decision.NotStarted(Snapshot.STOPPED, stop.reason().orElse("interrupted"));
    }
  }

  private void leaveInterruptiblePhase() {
    synchronized (phaseLock) {
      interruptible = false;
      Thread.interrupted();
    }
  }

  private void openDelivery() {
    synchronized (phaseLock) {
      SnapshotDelivery sending =
          parts.delivery(order.runId(), why -> stop(why, Duration.ZERO), this::endLoad);
      delivery = Optional.of(sending);
      abandoned.ifPresent(sending::giveUp);
      records.deliverTo(parts.link());
    }
  }

  private End notStarted(Decision decision) throws InterruptedException {
    preparation.cancel();
    Decision.NotStarted why = (Decision.NotStarted) decision;
    return new End(why.outcome(), why.reason());
  }

  private End measure(Decision.Go go) throws InterruptedException {
    LoadRun running = preparation.load();
    parts.report().started(running);
    CompletableFuture<LoadRun.Outcome> outcome = running.outcome().toCompletableFuture();
    running.startAt(go.startAt(), parts.clockOffset());
    LOG.log(
        Level.INFO,
        "run {0}: starts at {1}, known to {2} ms",
        order.runId(),
        go.startAt().toString(),
        Double.toString(parts.clockUncertainty().toNanos() / 1e6));
    synchronized (phaseLock) {
      load = Optional.of(running);
      stop.reason().ifPresent(why -> running.stop(why, grace));
    }
    long stoppedNanos = 0;
    while (true) {
      try {
        LoadRun.Outcome ended =
            outcome.get(untilNextSnapshot(go.startAt()).toNanos(), TimeUnit.NANOSECONDS);
        return end(ended);
      } catch (TimeoutException e) {
        takeInterval(running);
      } catch (ExecutionException e) {
        return new End(Snapshot.FAILED, "the load engine failed: " + e.getCause());
      }
      if (stop.reason().isPresent()) {
        stoppedNanos = stoppedNanos == 0 ? System.nanoTime() : stoppedNanos;
        if (System.nanoTime() - stoppedNanos > grace.plus(LATEST_END_AFTER_GRACE).toNanos()) {
          LOG.log(Level.WARNING, "run {0}: the load did not end after its grace", order.runId());
          return new End(Snapshot.STOPPED, stop.reason().get());
        }
      }
    }
  }

  private Duration untilNextSnapshot(Instant start) {
    return SnapshotPace.untilNext(
        Instant.now(), start, parts.snapshotInterval(), parts.clockOffset());
  }

  private End end(LoadRun.Outcome outcome) {
    if (outcome.completed()) {
      return new End(Snapshot.COMPLETED, outcome.reason());
    }
    return stop.reason()
        .map(why -> new End(Snapshot.STOPPED, why))
        .orElseGet(() -> new End(Snapshot.FAILED, outcome.reason()));
  }

  /** On the run's thread and, between two stages, on that which waits for the next one. */
  private void takeInterval(LoadRun running) {
    synchronized (intervalLock) {
      Measured interval = Measured.of(running);
      parts.report().add(interval.figures().whole());
      delivery().ifPresent(sending -> sending.offer(interval));
    }
  }

  private void deliverCompletely() throws InterruptedException {
    takeInterval(preparation.load());
    Optional<SnapshotDelivery> sending = delivery();
    if (sending.isPresent()) {
      sending.get().awaitAcknowledged();
    }
  }

  private void endLoad(LoadEnding condition) {
    running().ifPresent(running -> running.end(condition));
  }

  private Optional<LoadRun> running() {
    synchronized (phaseLock) {
      return load;
    }
  }

  private Optional<SnapshotDelivery> delivery() {
    synchronized (phaseLock) {
      return delivery;
    }
  }

  private void finish(End end) throws InterruptedException {
    Measured rest = load.map(Measured::of).orElseGet(Measured::nothing);
    parts.report().add(rest.figures().whole());
    records.end(rest.figures());
    delivery.ifPresent(sending -> sending.offerLast(rest, end.outcome(), end.reason()));
    measured = true;
    var update = parts.report().end(end.outcome(), end.reason());
    LOG.log(
        Level.INFO,
        "run {0}: {1}, {2} sent, {3} succeeded, {4} failed{5}",
        order.runId(),
        end.outcome(),
        Long.toString(update.sent()),
        Long.toString(update.succeeded()),
        Long.toString(update.failed()),
        end.reason() == null ? "" : ": " + end.reason());
    parts.observers().runEnded(update);
    closeLoad();
    releaseOwn();
    if (delivery.isPresent()) {
      delivery.get().awaitOver();
    }
    records.awaitOver();
  }

  private void finishBroken(String reason) {
    measured = true;
    delivery.ifPresent(sending -> sending.offerLast(Measured.nothing(), Snapshot.FAILED, reason));
    parts.observers().runEnded(parts.report().end(Snapshot.FAILED, reason));
    closeLoad();
  }

  private void closeLoad() {
    if (preparation.isReady()) {
      preparation.load().close();
    }
  }

  private void releaseOwn() {
    if (!parts.barrier().serviceHandedOver()) {
      preparation.release();
    }
  }
}
