package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.agent.service.ServiceClock;
import eu.aifactory.clients.agent.service.ServiceLink;
import eu.aifactory.clients.agent.service.ServiceRefusedException;
import eu.aifactory.clients.agent.service.ServiceUnreachableException;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.Snapshot;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks the service again and again whether all agents of the run are ready, passes the AI service
 * between it and the preparation, and measures the clocks while it does. Used by one thread.
 */
final class StartBarrier {
  private static final Logger LOG = System.getLogger(StartBarrier.class.getName());

  private final String runId;
  private final ServiceLink link;
  private final ServiceClock clock;
  private final Duration interval;
  private boolean serviceHandedOver;

  StartBarrier(String runId, ServiceLink link, ServiceClock clock, Duration interval) {
    this.runId = runId;
    this.link = link;
    this.clock = clock;
    this.interval = interval;
  }

  /** How waiting ended. */
  sealed interface Decision {
    /** Start at this instant of this machine's clock. */
    record Go(Instant startAt) implements Decision {}

    /** The run does not happen, and why. */
    record NotStarted(String outcome, String reason) implements Decision {}
  }

  /** Whether the service knows what this agent set up, and so is the one to release it. */
  boolean serviceHandedOver() {
    return serviceHandedOver;
  }

  /** Asks once whether the service takes part in this run at all. */
  boolean isKnownToService() {
    try {
      link.barrier(runId, false, null, null);
      return true;
    } catch (ServiceRefusedException | ServiceUnreachableException e) {
      return false;
    }
  }

  /**
   * Waits for {@code go}, for an end of the run, or for {@code stop}. A service that does not
   * answer is asked on: how long for is not decided here.
   */
  Decision await(Preparation preparation, StopSignal stop) throws InterruptedException {
    Duration pause;
    boolean ready;
    AiService own;
    do {
      pause = interval;
      ready = preparation.isReady();
      String failure = preparation.failure().orElse(null);
      own = preparation.ownService().orElse(null);
      try {
        BarrierReply reply = link.barrier(runId, ready, own, failure);
        serviceHandedOver |= own != null;
        if (failure != null) {
          return failed(failure);
        }
        if (BarrierReply.ABORT.equals(reply.command())) {
          return new Decision.NotStarted(
              Snapshot.STOPPED,
              reply.reason() == null ? "the service called the run off" : reply.reason());
        }
        if (BarrierReply.GO.equals(reply.command()) && ready) {
          return go(reply);
        }
        if (reply.service() != null) {
          preparation.use(reply.service());
        }
        pause = AskingPace.after(reply, interval);
      } catch (ServiceRefusedException e) {
        return failed("the service refuses the run: " + e.getMessage());
      } catch (ServiceUnreachableException e) {
        LOG.log(Level.DEBUG, "run {0}: barrier not reached: {1}", runId, e.getMessage());
      }
    } while (!stopsBeforeNext(pause, ready, own != null, preparation, stop));
    return stopped(stop);
  }

  /** Waits for the pause, or until there is something to say that was not said. */
  private boolean stopsBeforeNext(
      Duration pause,
      boolean saidReady,
      boolean saidService,
      Preparation preparation,
      StopSignal stop)
      throws InterruptedException {
    long began = System.nanoTime();
    while (true) {
      long left = pause.toNanos() - (System.nanoTime() - began);
      boolean news =
          preparation.isReady() != saidReady
              || preparation.ownService().isPresent() != saidService
              || preparation.failure().isPresent();
      if (left <= 0 || news) {
        return stop.reason().isPresent();
      }
      if (stop.givenWithin(Duration.ofNanos(Math.min(left, interval.toNanos())))) {
        return true;
      }
    }
  }

  /** Waits until this agent alone is ready. */
  Decision awaitAlone(Preparation preparation, StopSignal stop) throws InterruptedException {
    do {
      if (preparation.failure().isPresent()) {
        return failed(preparation.failure().get());
      }
      if (preparation.isReady()) {
        return new Decision.Go(Instant.now());
      }
    } while (!stop.givenWithin(interval));
    return stopped(stop);
  }

  private Decision go(BarrierReply reply) {
    Instant start = reply.startAt() == null ? Instant.now() : clock.local(reply.startAt());
    return new Decision.Go(start);
  }

  private static Decision failed(String reason) {
    return new Decision.NotStarted(Snapshot.FAILED, reason);
  }

  private static Decision stopped(StopSignal stop) {
    return new Decision.NotStarted(Snapshot.STOPPED, stop.reason().orElse("stopped"));
  }
}
