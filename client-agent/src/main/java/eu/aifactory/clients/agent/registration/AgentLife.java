package eu.aifactory.clients.agent.registration;

import eu.aifactory.clients.agent.observer.Observers;
import eu.aifactory.clients.agent.run.BadOrderException;
import eu.aifactory.clients.agent.run.ClientGroup;
import eu.aifactory.clients.agent.run.RunConflictException;
import eu.aifactory.clients.agent.run.StopSignal;
import eu.aifactory.clients.agent.service.ServiceLink;
import eu.aifactory.clients.agent.service.ServiceRefusedException;
import eu.aifactory.clients.agent.service.ServiceUnreachableException;
import eu.aifactory.clients.agent.settings.AgentSettings;
import eu.aifactory.clients.agent.spool.SpoolHandOver;
import eu.aifactory.clients.protocol.AgentStatus;
import eu.aifactory.clients.protocol.HeartbeatReply;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * From registering to the end: beats, does what the answers order, and ends when it is told to,
 * when its time is over, when its group is gone or when its service is.
 */
@ApplicationScoped
public class AgentLife {
  private static final Logger LOG = System.getLogger(AgentLife.class.getName());
  private static final Duration SHORTEST_BEAT = Duration.ofMillis(50);
  private static final Duration LONGEST_BEAT = Duration.ofSeconds(60);
  private static final Duration LAST_UPDATES = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final AgentSettings settings;
  private final Registration registration;
  private final ServiceLink link;
  private final ClientGroup group;
  private final Observers observers;
  private final StopSignal stop = new StopSignal();
  private final long bornNanos = System.nanoTime();

  @Inject
  public AgentLife(
      AgentSettings settings,
      Registration registration,
      ServiceLink link,
      ClientGroup group,
      Observers observers) {
    this.settings = settings;
    this.registration = registration;
    this.link = link;
    this.group = group;
    this.observers = observers;
  }

  /** Asks the life to end; returns at once. */
  public void end(String reason) {
    stop.give(reason);
  }

  /** Lives, in the calling thread, until there is a reason to end; nothing runs afterwards. */
  public Ending live() throws InterruptedException {
    return switch (registration.register(stop)) {
      case Registration.Attempt.Failed failed -> failed.ending();
      case Registration.Attempt.Stopped stopped -> endGracefully();
      case Registration.Attempt.Acknowledged acknowledged -> {
        group.registered();
        SpoolHandOver.begin(settings, link);
        yield live(interval(acknowledged.answer().heartbeatSeconds()));
      }
    };
  }

  private Ending live(Duration interval) throws InterruptedException {
    OrderWatch watch = new OrderWatch(link, settings.ordersWait(), this::obey, stop);
    watch.start();
    Optional<Ending> ending;
    try {
      ending = beat(interval);
    } finally {
      watch.end();
    }
    if (ending.isPresent()) {
      depart(ending.get());
      return ending.get();
    }
    return endGracefully();
  }

  /** Until there is a reason to depart, or, empty, the agent is told to end. */
  private Optional<Ending> beat(Duration interval) throws InterruptedException {
    while (!stop.givenWithin(pause(interval))) {
      if (timeIsOver()) {
        stop.give("the time limit is over");
        break;
      }
      Optional<Ending> ending = heartbeat();
      if (ending.isPresent()) {
        return ending;
      }
    }
    return Optional.empty();
  }

  /** Load ends at once; what was measured is still brought to a service that takes it. */
  private void depart(Ending ending) throws InterruptedException {
    LOG.log(Level.WARNING, "ending: {0}", ending.reason());
    group.halt(ending.reason());
    boolean serviceIsAway = ending.exitCode() == Ending.SERVICE_LOST;
    if (awaitDelivered(serviceIsAway ? settings.returnLimit() : settings.deliveryLimit())) {
      sayStopping();
    } else {
      group.abandon(ending.reason());
      group.awaitIdle(LAST_UPDATES);
    }
  }

  /** Waits for the service, but not beyond this agent's own end. */
  private boolean awaitDelivered(Duration limit) throws InterruptedException {
    long began = System.nanoTime();
    while (!group.awaitIdle(LOOK)) {
      if (timeIsOver() || System.nanoTime() - began > limit.toNanos()) {
        return false;
      }
      if (stop.reason().isPresent()) {
        return group.awaitIdle(settings.deliveryLimit());
      }
    }
    return true;
  }

  private Optional<Ending> heartbeat() throws InterruptedException {
    AgentStatus status = group.status();
    try {
      obey(link.heartbeat(status.state(), status.runId()));
    } catch (ServiceRefusedException e) {
      if (e.isGone()) {
        return Optional.of(new Ending(Ending.DONE, "the group is gone: " + e.getMessage()));
      }
      LOG.log(Level.WARNING, "heartbeat refused ({0}): {1}", e.status(), e.getMessage());
    } catch (ServiceUnreachableException e) {
      LOG.log(Level.WARNING, "heartbeat not delivered: {0}", e.getMessage());
    }
    // Judged after a try, never before one: a process that was suspended finds its service again.
    if (link.sinceLastHeard().compareTo(settings.serviceLossLimit()) > 0) {
      return Optional.of(
          new Ending(
              Ending.SERVICE_LOST,
              "the service at %s was not reached for %s s"
                  .formatted(
                      settings.serviceAddr(), settings.serviceLossLimit().toMillis() / 1e3)));
    }
    return Optional.empty();
  }

  private void obey(HeartbeatReply reply) throws InterruptedException {
    if (HeartbeatReply.STOP.equals(reply.command())) {
      stop.give("the service told the agent to stop");
    } else if (HeartbeatReply.RUN.equals(reply.command()) && reply.order() != null) {
      try {
        group.run(Optional.of(reply.order()));
      } catch (BadOrderException | RunConflictException e) {
        LOG.log(Level.WARNING, "order not followed: {0}", e.getMessage());
      }
    }
  }

  private Ending endGracefully() throws InterruptedException {
    String reason = stop.reason().orElse("ended");
    LOG.log(Level.INFO, "ending: {0}", reason);
    group.stop(reason);
    Thread farewell = Thread.ofVirtual().name("farewell").start(this::sayStopping);
    if (!group.awaitIdle(settings.stopGrace().plus(settings.deliveryLimit()))) {
      group.abandon("not delivered in time");
      group.awaitIdle(LAST_UPDATES);
    }
    observers.awaitSent(LAST_UPDATES);
    if (!farewell.join(LAST_UPDATES)) {
      farewell.interrupt();
      farewell.join(LAST_UPDATES);
    }
    return new Ending(Ending.DONE, reason);
  }

  private void sayStopping() {
    try {
      AgentStatus status = group.status();
      link.heartbeat(status.state(), status.runId());
    } catch (ServiceRefusedException | ServiceUnreachableException e) {
      LOG.log(Level.DEBUG, "the service does not hear that this agent stops: {0}", e.getMessage());
    }
  }

  private boolean timeIsOver() {
    return settings
        .timeLimit()
        .filter(limit -> System.nanoTime() - bornNanos >= limit.toNanos())
        .isPresent();
  }

  /** A tenth of jitter spreads many agents' beats; the end of the time limit is not slept over. */
  private Duration pause(Duration interval) {
    long jittered =
        Math.round(interval.toNanos() * ThreadLocalRandom.current().nextDouble(0.9, 1.0));
    long left =
        settings
            .timeLimit()
            .map(limit -> limit.toNanos() - (System.nanoTime() - bornNanos))
            .orElse(Long.MAX_VALUE);
    return Duration.ofNanos(Math.max(0, Math.min(jittered, left)));
  }

  private static Duration interval(double seconds) {
    Duration wanted = Duration.ofNanos(Math.round(Math.max(0, seconds) * 1e9));
    if (wanted.compareTo(SHORTEST_BEAT) < 0) {
      return SHORTEST_BEAT;
    }
    return wanted.compareTo(LONGEST_BEAT) > 0 ? LONGEST_BEAT : wanted;
  }
}
