package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.agent.service.ServiceClock;
import eu.aifactory.clients.agent.service.ServiceLink;
import eu.aifactory.clients.agent.service.ServiceRefusedException;
import eu.aifactory.clients.agent.service.ServiceUnreachableException;
import eu.aifactory.clients.load.StageDirector;
import eu.aifactory.clients.protocol.BarrierReply;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Asks the service before each stage of a sweep or search what its rate is and when it starts, as
 * the start barrier does before the run: again and again, so that a service that is away for a
 * while, or starts anew, is waited for. How long for is not decided here.
 */
final class ServiceDirector implements StageDirector {
  private static final Logger LOG = System.getLogger(ServiceDirector.class.getName());

  private final String runId;
  private final ServiceLink link;
  private final ServiceClock clock;
  private final Duration interval;
  private final Delivery delivery;
  private final Consumer<String> stopRun;

  /** Brings all that was measured to the service. */
  @FunctionalInterface
  interface Delivery {
    /** Returns when it is acknowledged, or never will be. */
    void complete() throws InterruptedException;
  }

  /**
   * @param stopRun called with a sentence when the service wants no more of this run
   */
  ServiceDirector(
      String runId,
      ServiceLink link,
      ServiceClock clock,
      Duration interval,
      Delivery delivery,
      Consumer<String> stopRun) {
    this.runId = runId;
    this.link = link;
    this.clock = clock;
    this.interval = interval;
    this.delivery = delivery;
    this.stopRun = stopRun;
  }

  @Override
  public OptionalDouble next(int stage, boolean overSaturated) throws InterruptedException {
    // The service chooses by what all agents have measured in the stage that has ended.
    delivery.complete();
    BarrierReply reply = ask(stage, false, answer -> answer.rate() != null);
    return reply.rate() == null ? OptionalDouble.empty() : OptionalDouble.of(reply.rate());
  }

  @Override
  public Instant start(int stage) throws InterruptedException {
    BarrierReply reply = ask(stage, true, answer -> answer.startAt() != null);
    return reply.startAt() == null ? Instant.now() : clock.local(reply.startAt());
  }

  /** Until the answer is a wanted one, or that there is nothing to wait for. */
  private BarrierReply ask(int stage, boolean ready, Predicate<BarrierReply> wanted)
      throws InterruptedException {
    while (true) {
      Duration pause = interval;
      try {
        BarrierReply reply = link.stageBarrier(runId, stage, ready);
        if (BarrierReply.ABORT.equals(reply.command())) {
          stopRun.accept(reply.reason() == null ? "the run is over" : reply.reason());
          return reply;
        }
        if (BarrierReply.END.equals(reply.command()) || wanted.test(reply)) {
          return reply;
        }
        pause = AskingPace.after(reply, interval);
      } catch (ServiceRefusedException e) {
        stopRun.accept("the service refuses stage %d: %s".formatted(stage, e.getMessage()));
        throw new InterruptedException();
      } catch (ServiceUnreachableException e) {
        LOG.log(Level.DEBUG, "run {0}: stage barrier not reached: {1}", runId, e.getMessage());
      }
      Thread.sleep(pause);
    }
  }
}
