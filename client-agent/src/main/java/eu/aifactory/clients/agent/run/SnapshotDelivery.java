package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.agent.service.Backoff;
import eu.aifactory.clients.agent.service.ServiceLink;
import eu.aifactory.clients.agent.service.ServiceRefusedException;
import eu.aifactory.clients.agent.service.ServiceUnreachableException;
import eu.aifactory.clients.agent.spool.SnapshotParts;
import eu.aifactory.clients.agent.spool.SnapshotSpool;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Brings a run's snapshots to the service: in order, each until it is acknowledged. While the
 * service is away they wait in encoded form, and in a file which outlives the process; when too
 * many do, the newest takes the next interval in, so that the sum stays right and memory bounded.
 * Thread-safe.
 */
final class SnapshotDelivery {
  private static final Logger LOG = System.getLogger(SnapshotDelivery.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String STOP = "stop";

  private final String runId;
  private final String agent;
  private final ServiceLink link;
  private final int capacity;
  private final SnapshotSpool spool;
  private final Consumer<String> stopRun;
  private final Consumer<LoadEnding> endLoad;
  private final Deque<Snapshot> waiting = new ArrayDeque<>();
  private final StopSignal givenUp = new StopSignal();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread sender;
  private long nextSequence;
  private long acknowledged;
  private boolean headMayBeThere;
  private boolean senderGone;

  /**
   * @param capacity most snapshots kept, 2 or more
   * @param spool for those that wait
   * @param stopRun called with a sentence when the service wants no more of this run
   * @param endLoad called, maybe several times, when a condition ends the load early
   */
  SnapshotDelivery(
      String runId,
      String agent,
      ServiceLink link,
      int capacity,
      SnapshotSpool spool,
      Consumer<String> stopRun,
      Consumer<LoadEnding> endLoad) {
    this.runId = runId;
    this.agent = agent;
    this.link = link;
    this.capacity = capacity;
    this.spool = spool;
    this.stopRun = stopRun;
    this.endLoad = endLoad;
    this.sender = Thread.ofVirtual().name("snapshots-" + runId).start(this::deliverAll);
  }

  /** Takes what was measured since the last call. */
  void offer(Measured measured) {
    add(measured.snapshot(agent, false, null, null, clockUncertaintyMs()));
  }

  /** Takes the rest and how the run ended; nothing may follow. */
  void offerLast(Measured rest, String outcome, String reason) {
    add(rest.snapshot(agent, true, outcome, reason, clockUncertaintyMs()));
  }

  /** Waits until all that was offered up to now is acknowledged, refused or given up. */
  synchronized void awaitAcknowledged() throws InterruptedException {
    long upTo = nextSequence;
    while (acknowledged < upTo && !senderGone) {
      wait();
    }
  }

  /** Waits until the last snapshot is acknowledged, refused or given up. */
  void awaitOver() throws InterruptedException {
    over.await();
  }

  /** Stops trying; what was not acknowledged is left in the spool. */
  void giveUp(String why) {
    givenUp.give(why);
    sender.interrupt();
  }

  private Double clockUncertaintyMs() {
    return link.clockUncertainty().map(time -> time.toNanos() / NANOS_PER_MILLI).orElse(null);
  }

  private synchronized void add(Snapshot snapshot) {
    // What was tried once may be stored already: it must not change under its number.
    boolean tailIsFree = waiting.size() > (headMayBeThere ? 1 : 0);
    if (waiting.size() >= capacity && tailIsFree) {
      Snapshot tail = waiting.removeLast();
      waiting.addLast(SnapshotParts.merged(tail, snapshot));
      spool.append(snapshot.numbered(tail.sequence()));
    } else {
      Snapshot numbered = snapshot.numbered(nextSequence++);
      waiting.addLast(numbered);
      spool.append(numbered);
    }
    if (waiting.size() > 1) {
      // The one before has not been acknowledged for an interval.
      spool.begin(waiting);
    }
    notifyAll();
  }

  private synchronized Snapshot head() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    headMayBeThere = true;
    return waiting.getFirst();
  }

  private synchronized void acknowledged() {
    acknowledged = waiting.removeFirst().sequence() + 1;
    headMayBeThere = false;
    if (waiting.isEmpty()) {
      spool.remove();
    }
    notifyAll();
  }

  private void deliverAll() {
    try {
      Snapshot delivered;
      do {
        delivered = head();
        deliver(delivered);
        acknowledged();
      } while (!delivered.last());
    } catch (InterruptedException e) {
      LOG.log(
          Level.WARNING,
          "run {0}: {1} snapshots not delivered: {2}",
          runId,
          undelivered(),
          givenUp.reason().orElse("interrupted"));
      leaveSpool();
    } catch (ServiceRefusedException e) {
      LOG.log(
          Level.WARNING, "run {0}: the service refuses its snapshots: {1}", runId, e.getMessage());
      if (e.isGone()) {
        forgetSpool();
      } else {
        leaveSpool();
      }
      stopRun.accept("the service refuses the run's snapshots: " + e.getMessage());
    } finally {
      over.countDown();
      leave();
    }
  }

  private synchronized void leave() {
    senderGone = true;
    notifyAll();
  }

  private synchronized void beginSpool() {
    spool.begin(waiting);
  }

  private synchronized void leaveSpool() {
    spool.begin(waiting);
    spool.leave();
  }

  private synchronized void forgetSpool() {
    spool.remove();
  }

  private synchronized String undelivered() {
    return Integer.toString(waiting.size());
  }

  private void deliver(Snapshot snapshot) throws InterruptedException {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    while (true) {
      try {
        SnapshotReply reply = link.snapshot(runId, snapshot);
        if (STOP.equals(reply.command())) {
          stopRun.accept("the service asked to stop");
        }
        if (reply.ending() != null) {
          endLoad.accept(reply.ending());
        }
        if (reply.sequence() == snapshot.sequence()) {
          return;
        }
        LOG.log(Level.WARNING, "run {0}: an acknowledgement names another snapshot", runId);
      } catch (ServiceUnreachableException e) {
        LOG.log(Level.DEBUG, "run {0}: snapshot not delivered yet: {1}", runId, e.getMessage());
        beginSpool();
      }
      if (givenUp.givenWithin(backoff.next())) {
        throw new InterruptedException();
      }
    }
  }
}
