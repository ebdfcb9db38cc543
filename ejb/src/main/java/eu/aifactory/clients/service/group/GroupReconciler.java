package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.service.dispatch.DispatcherUnavailableException;
import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.lease.Lease;
import eu.aifactory.clients.service.lease.LeaseLostException;
import eu.aifactory.clients.service.lease.Leases;
import eu.aifactory.clients.service.settings.StorageFault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings every group nearer to where it should be, from what is stored and observed alone: whatever
 * a service that died left undone is done here. Level-triggered; each step may be repeated.
 */
@ApplicationScoped
public class GroupReconciler {
  /** A fresh group is being dispatched by the thread that its creation woke. */
  static final Duration DISPATCH_GRACE = Duration.ofSeconds(3);

  private static final System.Logger LOG = System.getLogger(GroupReconciler.class.getName());

  private ReconcilerView view;
  private GroupDispatch dispatch;
  private DispatchLedger ledger;
  private JobWatch watch;
  private GroupRetirement retirement;
  private Dispatchers dispatchers;
  private GroupErrands errands;
  private Leases leases;
  private Fence fence;
  private Clock clock;
  private volatile Instant listeningSince;

  protected GroupReconciler() {
    // for the container
  }

  @Inject
  GroupReconciler(
      ReconcilerView view,
      GroupDispatch dispatch,
      DispatchLedger ledger,
      JobWatch watch,
      GroupRetirement retirement,
      Dispatchers dispatchers,
      GroupErrands errands,
      Leases leases,
      Fence fence,
      Clock clock) {
    this.view = view;
    this.dispatch = dispatch;
    this.ledger = ledger;
    this.watch = watch;
    this.retirement = retirement;
    this.dispatchers = dispatchers;
    this.errands = errands;
    this.leases = leases;
    this.fence = fence;
    this.clock = clock;
    this.listeningSince = clock.instant();
  }

  /**
   * One round over all groups of this instance that may need something. Never throws: the next
   * round has to come.
   */
  public void round() {
    step("agents' silence", this::silence);
    step(
        "the groups",
        () -> {
          List<ReconcilerView.Standing> all = view.standings();
          Map<Long, Lease> own =
              leases.claim(all.stream().map(ReconcilerView.Standing::groupPk).toList());
          List<ReconcilerView.Standing> standings =
              all.stream().filter(standing -> own.containsKey(standing.groupPk())).toList();
          observe(standings, own);
          standings.forEach(
              standing ->
                  step(nameOf(standing), own.get(standing.groupPk()), () -> reconcile(standing)));
        });
  }

  private void silence() {
    List<Long> silent = watch.groupsWithSilence(listeningSince);
    leases
        .claim(silent)
        .forEach(
            (groupPk, lease) ->
                step("group key " + groupPk, lease, () -> watch.silence(groupPk, listeningSince)));
  }

  private static String nameOf(ReconcilerView.Standing group) {
    return "group " + group.benchmarkId();
  }

  private void reconcile(ReconcilerView.Standing group) {
    if (group.unwanted()) {
      errands.run(group.groupPk(), () -> retirement.retire(group.groupPk()));
      return;
    }
    watch.deadlines(group.groupPk());
    switch (group.state()) {
      case REQUESTED -> {
        if (group.since().plus(DISPATCH_GRACE).isBefore(clock.instant())) {
          errands.run(group.groupPk(), () -> dispatch.dispatch(group.groupPk()));
        }
      }
      case SUBMITTING -> ledger.orphaned(group.groupPk());
      case SUBMIT_UNKNOWN -> errands.run(group.groupPk(), () -> dispatch.lookUp(group));
      case COMPLETED ->
          errands.run(group.groupPk(), () -> retirement.releaseService(group.groupPk()));
      default -> {
        // The job's own progress carries these on.
      }
    }
  }

  /** One question to each dispatcher for all of its jobs. */
  private void observe(List<ReconcilerView.Standing> standings, Map<Long, Lease> own) {
    Map<String, List<ReconcilerView.Standing>> byDispatcher =
        standings.stream()
            .filter(standing -> standing.jobId().isPresent())
            .collect(Collectors.groupingBy(ReconcilerView.Standing::dispatcher));
    // In the background: a dispatcher that does not answer must not hold up the rest.
    byDispatcher.forEach(
        (name, ofOne) ->
            errands.run("dispatcher " + name, () -> observe(dispatchers.byName(name), ofOne, own)));
  }

  private void observe(
      Dispatcher dispatcher, List<ReconcilerView.Standing> standings, Map<Long, Lease> own) {
    Set<JobId> jobs = new HashSet<>();
    standings.forEach(standing -> jobs.add(standing.jobId().get()));
    try {
      Map<JobId, JobStatus> seen = dispatcher.observe(jobs);
      for (ReconcilerView.Standing standing : standings) {
        Optional.ofNullable(seen.get(standing.jobId().get()))
            .ifPresent(
                status ->
                    step(
                        nameOf(standing),
                        own.get(standing.groupPk()),
                        () -> watch.observed(standing.groupPk(), status)));
      }
    } catch (DispatcherUnavailableException e) {
      LOG.log(Level.WARNING, "dispatcher {0}: {1}", dispatcher.name(), e.getMessage());
    }
  }

  private void step(String what, Lease lease, Runnable work) {
    step(what, () -> fence.under(lease, work));
  }

  private void step(String what, Runnable work) {
    try {
      work.run();
    } catch (LeaseLostException e) {
      LOG.log(Level.INFO, "{0}: {1}", what, e.getMessage());
    } catch (RuntimeException e) {
      StorageFault.in(e)
          .ifPresentOrElse(
              fault -> {
                // No agent could report either: that is not its silence.
                listeningSince = clock.instant();
                // It is the same each second until it is over: a line, not a page.
                LOG.log(
                    Level.WARNING, "{0}: {1}; the next round tries again", what, fault.sentence());
              },
              () ->
                  LOG.log(
                      Level.ERROR, what + ": this round went wrong, the next one tries again", e));
    }
  }
}
