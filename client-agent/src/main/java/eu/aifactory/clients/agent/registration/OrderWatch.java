package eu.aifactory.clients.agent.registration;

import eu.aifactory.clients.agent.run.StopSignal;
import eu.aifactory.clients.agent.service.Backoff;
import eu.aifactory.clients.agent.service.ServiceLink;
import eu.aifactory.clients.agent.service.ServiceRefusedException;
import eu.aifactory.clients.agent.service.ServiceUnreachableException;
import eu.aifactory.clients.protocol.HeartbeatReply;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Keeps a call open at the service, so that an agent which the service cannot call has its orders
 * at once, and not with its next heartbeat. Whatever becomes of these calls, heartbeats bring the
 * same, and they alone judge whether the service is there: here it is only tried again, ever more
 * rarely.
 */
final class OrderWatch {
  private static final Logger LOG = System.getLogger(OrderWatch.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final ServiceLink link;
  private final Duration wait;
  private final Obedience obedience;
  private final StopSignal stop;
  private final Thread thread = Thread.ofVirtual().name("orders").unstarted(this::watch);
  private Backoff backoff = newBackoff();
  private volatile boolean ended;
  private boolean refusalTold;
  private String knownRun;

  /** Does what the service says. */
  @FunctionalInterface
  interface Obedience {
    void obey(HeartbeatReply reply) throws InterruptedException;
  }

  /**
   * @param wait that the service is asked for; zero for no call at all
   * @param stop ends the watch
   */
  OrderWatch(ServiceLink link, Duration wait, Obedience obedience, StopSignal stop) {
    this.link = link;
    this.wait = wait;
    this.obedience = obedience;
    this.stop = stop;
  }

  void start() {
    if (wait.isPositive()) {
      thread.start();
    }
  }

  /** Nothing is obeyed any more when this has returned, but for what is being obeyed. */
  void end() {
    ended = true;
    thread.interrupt();
  }

  private void watch() {
    try {
      Duration pause = Duration.ZERO;
      while (!ended && !stop.givenWithin(pause)) {
        pause = waitOnce();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "no orders are waited for any more");
    }
  }

  /** One call; the pause until the next. */
  private Duration waitOnce() throws InterruptedException {
    long began = System.nanoTime();
    try {
      HeartbeatReply reply = link.orders(wait.toSeconds(), knownRun);
      return ended ? Duration.ZERO : done(reply, Duration.ofNanos(System.nanoTime() - began));
    } catch (ServiceRefusedException e) {
      // A service of before this call, or one that knows this agent no longer: heartbeats tell.
      LOG.log(
          refusalTold ? Level.DEBUG : Level.INFO,
          "not waiting for orders for now, refused ({0}): {1}",
          e.status(),
          e.getMessage());
      refusalTold = true;
    } catch (ServiceUnreachableException e) {
      LOG.log(Level.DEBUG, "waiting for orders: {0}", e.getMessage());
    }
    return backoff.next();
  }

  private Duration done(HeartbeatReply reply, Duration waited) throws InterruptedException {
    if (HeartbeatReply.RUN.equals(reply.command()) && reply.order() != null) {
      knownRun = reply.order().runId();
      LOG.log(Level.INFO, "run {0}: the order came while it was waited for", knownRun);
    }
    obedience.obey(reply);
    boolean tooSoon =
        HeartbeatReply.CONTINUE.equals(reply.command()) && waited.compareTo(wait.dividedBy(2)) < 0;
    if (tooSoon) {
      // It ends, or another agent goes by this one's name: to call on would be to call without end.
      return backoff.next();
    }
    backoff = newBackoff();
    return Duration.ZERO;
  }

  private static Backoff newBackoff() {
    return new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  }
}
