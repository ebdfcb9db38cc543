package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.service.dispatch.DispatcherUnavailableException;
import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.dispatch.Submission;
import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.settings.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Submits jobs for groups: after the creating transaction has committed, on a managed executor,
 * outside transactions and locks.
 */
@ApplicationScoped
public class GroupDispatch {
  private static final System.Logger LOG = System.getLogger(GroupDispatch.class.getName());

  private DispatchLedger ledger;
  private Dispatchers dispatchers;
  private GroupRetirement retirement;
  private GroupErrands errands;
  private Fence fence;
  private ServiceSettings settings;
  private Clock clock;

  protected GroupDispatch() {
    // for the container
  }

  @Inject
  GroupDispatch(
      DispatchLedger ledger,
      Dispatchers dispatchers,
      GroupRetirement retirement,
      GroupErrands errands,
      Fence fence,
      ServiceSettings settings,
      Clock clock) {
    this.ledger = ledger;
    this.dispatchers = dispatchers;
    this.retirement = retirement;
    this.errands = errands;
    this.fence = fence;
    this.settings = settings;
    this.clock = clock;
  }

  void onRequested(@Observes(during = TransactionPhase.AFTER_SUCCESS) GroupRequested requested) {
    errands.run(requested.groupPk(), () -> dispatch(requested.groupPk()));
  }

  void onDeleted(@Observes(during = TransactionPhase.AFTER_SUCCESS) GroupDeleted deleted) {
    errands.run(deleted.groupPk(), () -> retirement.retire(deleted.groupPk()));
  }

  /** Has the dispatcher do in the background what jobs need before the first of them. */
  public void prepare() {
    errands.run(
        "preparation of dispatcher " + settings.dispatcher(),
        () -> dispatchers.byName(settings.dispatcher()).prepare());
  }

  /** Submits a job for the group if it wants one. May block for the dispatcher's own time-out. */
  public void dispatch(long groupPk) {
    Optional<String> trouble = dispatchers.trouble(settings.dispatcher());
    if (trouble.isPresent()) {
      ledger.waits(groupPk, trouble.get());
    } else {
      ledger.begin(groupPk).ifPresent(intent -> submit(groupPk, intent));
    }
  }

  private void submit(long groupPk, DispatchLedger.Intent intent) {
    Dispatcher dispatcher;
    try {
      dispatcher = dispatchers.byName(intent.dispatcher());
    } catch (IllegalArgumentException e) {
      ledger.concluded(groupPk, intent.request().nonce(), new Submission.Refused(e.getMessage()));
      return;
    }
    // Stored a moment ago, and a moment can be long: a process may be stopped and go on.
    fence.check(groupPk);
    ledger
        .concluded(groupPk, intent.request().nonce(), submission(dispatcher, intent))
        .ifPresent(late -> cancel(dispatcher, late));
  }

  private static Submission submission(Dispatcher dispatcher, DispatchLedger.Intent intent) {
    try {
      return dispatcher.submit(intent.request());
    } catch (RuntimeException e) {
      // It breaks its word, and nothing follows for the job: it may be there.
      LOG.log(Level.ERROR, "submit of " + intent.request().name(), e);
      return new Submission.Unknown("the submit broke off: " + e);
    }
  }

  private static void cancel(Dispatcher dispatcher, JobId late) {
    LOG.log(Level.WARNING, "job {0} came too late and is cancelled", late);
    try {
      dispatcher.cancel(late);
    } catch (DispatcherUnavailableException e) {
      LOG.log(Level.ERROR, "job {0} came too late and is left: {1}", late, e.getMessage());
    }
  }

  /** Looks for the job of a submit whose answer was lost, before there is another submit. */
  void lookUp(ReconcilerView.Standing group) {
    try {
      List<JobStatus> alive =
          dispatchers.byName(group.dispatcher()).find(group.jobName()).stream()
              .filter(status -> !status.phase().ended())
              .toList();
      if (!alive.isEmpty()) {
        for (JobId duplicate : ledger.found(group.groupPk(), alive)) {
          LOG.log(
              Level.WARNING,
              "group {0}: duplicate job {1} is cancelled",
              Long.toString(group.benchmarkId()),
              duplicate);
          dispatchers.byName(group.dispatcher()).cancel(duplicate);
        }
      } else if (group.submittedAt().plus(settings.submitQuarantine()).isBefore(clock.instant())) {
        dispatch(group.groupPk());
      }
    } catch (DispatcherUnavailableException e) {
      LOG.log(Level.WARNING, "group {0}: {1}", group.benchmarkId(), e.getMessage());
    }
  }
}
