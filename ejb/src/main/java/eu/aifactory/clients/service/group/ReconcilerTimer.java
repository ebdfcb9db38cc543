package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.lease.Leases;
import eu.aifactory.clients.service.settings.DatabaseClock;
import eu.aifactory.clients.service.settings.DatabasePulse;
import eu.aifactory.clients.service.settings.Deployment;
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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Makes the reconciler go round for as long as the application is up. */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ReconcilerTimer {
  private static final System.Logger LOG = System.getLogger(ReconcilerTimer.class.getName());
  private static final long PAUSE_MILLIS = 1_000;
  private static final long SWEEP_PAUSE_MILLIS = 30_000;
  private static final long CLOCK_PAUSE_MILLIS = 10_000;

  @Resource(lookup = "concurrent/aif-reconciler")
  ManagedScheduledExecutorService scheduler;

  @Inject GroupReconciler reconciler;
  @Inject OrphanSweep sweep;
  @Inject GroupDispatch dispatch;
  @Inject Deployment deployment;
  @Inject Leases leases;
  @Inject DatabaseClock databaseClock;
  @Inject DatabasePulse databasePulse;

  private ScheduledFuture<?> rounds;
  private ScheduledFuture<?> sweeps;
  private ScheduledFuture<?> preparations;
  private ScheduledFuture<?> clockReadings;
  private ScheduledFuture<?> pulses;

  @PostConstruct
  void start() {
    // One that cannot be ends the deployment here, with its sentence, and not in the first create.
    String name = deployment.name();
    LOG.log(Level.INFO, "jobs are named aif.{0}.*", name);
    databaseClock.read();
    databasePulse.take();
    leases.endFormerLives();
    rounds =
        scheduler.scheduleWithFixedDelay(
            reconciler::round, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    sweeps =
        scheduler.scheduleWithFixedDelay(
            sweep::start, SWEEP_PAUSE_MILLIS, SWEEP_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    clockReadings =
        scheduler.scheduleWithFixedDelay(
            databaseClock::read, CLOCK_PAUSE_MILLIS, CLOCK_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    pulses =
        scheduler.scheduleWithFixedDelay(
            databasePulse::take, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    preparations =
        scheduler.scheduleWithFixedDelay(
            dispatch::prepare, 0, SWEEP_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    rounds.cancel(false);
    sweeps.cancel(false);
    preparations.cancel(false);
    clockReadings.cancel(false);
    pulses.cancel(false);
    // Else the next one to work on these groups would wait until the leases are over.
    try {
      leases.release();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the leases are left to end by themselves: {0}", e.getMessage());
    }
  }
}
