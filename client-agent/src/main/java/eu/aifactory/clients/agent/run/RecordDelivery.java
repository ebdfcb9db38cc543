package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.agent.service.Backoff;
import eu.aifactory.clients.agent.service.ServiceLink;
import eu.aifactory.clients.agent.service.ServiceRefusedException;
import eu.aifactory.clients.agent.service.ServiceUnreachableException;
import eu.aifactory.clients.load.records.RunRecords;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Brings a run's records to the service, block by block as they are written, each until it is
 * acknowledged, and then how many there were. They wait in the agent's file while the service is
 * away, so that memory holds one block at most. Thread-safe.
 */
final class RecordDelivery {
  private static final Logger LOG = System.getLogger(RecordDelivery.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final String runId;
  private final RunRecords records;
  private final ServiceLink link;
  private final StopSignal givenUp = new StopSignal();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread sender;
  private volatile boolean complete;

  /** Begins at once; the records may still be written. */
  RecordDelivery(String runId, RunRecords records, ServiceLink link) {
    this.runId = runId;
    this.records = records;
    this.link = link;
    this.sender = Thread.ofVirtual().name("records-" + runId).start(this::deliverAll);
  }

  /** Waits until all is acknowledged, refused or given up; whether that came within the limit. */
  boolean awaitOver(Duration limit) throws InterruptedException {
    return over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  void awaitOver() throws InterruptedException {
    over.await();
  }

  /** Whether the service has all of it. */
  boolean isComplete() {
    return complete;
  }

  /** Stops trying; what was not acknowledged stays in the file. */
  void giveUp(String why) {
    givenUp.give(why);
    sender.interrupt();
  }

  private void deliverAll() {
    try {
      int number = 0;
      for (; records.awaitBlock(number); number++) {
        byte[] block = records.block(number);
        int own = number;
        deliver(() -> link.recordBlock(runId, own, block));
      }
      deliver(() -> link.recordsEnd(runId, records.end()));
      complete = true;
    } catch (InterruptedException e) {
      notDelivered(givenUp.reason().orElse("interrupted"));
    } catch (ServiceRefusedException e) {
      notDelivered("the service refuses them: " + e.getMessage());
    } catch (IOException e) {
      notDelivered("they cannot be read back: " + e.getMessage());
    } finally {
      over.countDown();
    }
  }

  private void notDelivered(String why) {
    LOG.log(Level.WARNING, "run {0}: records not delivered: {1}", runId, why);
  }

  private void deliver(Runnable call) throws InterruptedException {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    while (true) {
      try {
        call.run();
        return;
      } catch (ServiceUnreachableException e) {
        LOG.log(Level.DEBUG, "run {0}: records not delivered yet: {1}", runId, e.getMessage());
      }
      if (givenUp.givenWithin(backoff.next())) {
        throw new InterruptedException();
      }
    }
  }
}
