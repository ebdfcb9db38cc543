package eu.aifactory.clients.service.group;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Goes round among the calls that wait for orders: finds what another instance has stored for them,
 * and ends their time. What this instance stores is {@link OrderWake}'s.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OrderWaitsTimer {
  private static final System.Logger LOG = System.getLogger(OrderWaitsTimer.class.getName());
  private static final long PAUSE_MILLIS = 1_000;

  @Resource(lookup = "concurrent/aif-orders")
  ManagedScheduledExecutorService scheduler;

  @Inject OrderWaits waits;

  private List<ScheduledFuture<?>> rounds = List.of();

  @PostConstruct
  void start() {
    // Apart, so that a slow database keeps nobody beyond their time.
    rounds = List.of(repeatedly(waits::lookForAll), repeatedly(waits::endThoseDue));
  }

  private ScheduledFuture<?> repeatedly(Runnable round) {
    return scheduler.scheduleWithFixedDelay(
        () -> guarded(round), PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** One that threw would be the last. */
  private static void guarded(Runnable round) {
    try {
      round.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "orders are left to heartbeats for now: {0}", e.getMessage());
    }
  }

  @PreDestroy
  void stop() {
    rounds.forEach(round -> round.cancel(false));
    waits.close();
  }
}
