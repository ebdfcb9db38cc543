package eu.aifactory.clients.agent;

import eu.aifactory.clients.agent.registration.Ending;
import eu.aifactory.clients.agent.service.ServiceCalls;
import eu.aifactory.clients.agent.service.ServiceClock;
import eu.aifactory.clients.agent.service.ServiceLink;
import eu.aifactory.clients.agent.settings.AgentIdentity;
import eu.aifactory.clients.agent.settings.AgentSettings;
import eu.aifactory.clients.agent.spool.SpoolFolder;
import eu.aifactory.clients.agent.spool.SpoolHandOver;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process that brings to the service what an agent of the same job and rank left, and does
 * nothing else: it listens to nobody and registers with nobody.
 */
final class LeftDelivery {
  /** With what the agent itself may take, within the time that a job has after SIGTERM. */
  private static final Duration AFTER_SIGTERM = Duration.ofSeconds(8);

  private static final long LAST_CALL_SECONDS = 2;

  private LeftDelivery() {}

  /** Delivers; the exit code of the process. */
  static int deliver(AgentSettings settings) throws InterruptedException {
    ServiceClock clock = new ServiceClock();
    ServiceLink link =
        new ServiceLink(new ServiceCalls(settings, clock), new AgentIdentity(settings), clock);
    SpoolHandOver handOver =
        new SpoolHandOver(SpoolFolder.of(settings), link, settings.serviceLossLimit());
    CountDownLatch over = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> hurry(handOver, over)));
    boolean all = handOver.deliverAll();
    over.countDown();
    return all ? Ending.DONE : Ending.SERVICE_LOST;
  }

  private static void hurry(SpoolHandOver handOver, CountDownLatch over) {
    handOver.endWithin(AFTER_SIGTERM);
    try {
      over.await(AFTER_SIGTERM.toSeconds() + LAST_CALL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
