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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Makes the reconciler go round for as long as the application is up. */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ReconcilerTimer {
  private static final long PAUSE_MILLIS = 1_000;

  @Resource(lookup = "concurrent/aif-reconciler")
  ManagedScheduledExecutorService scheduler;

  @Inject GroupReconciler reconciler;

  private ScheduledFuture<?> rounds;

  @PostConstruct
  void start() {
    rounds =
        scheduler.scheduleWithFixedDelay(
            reconciler::round, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    rounds.cancel(false);
  }
}
