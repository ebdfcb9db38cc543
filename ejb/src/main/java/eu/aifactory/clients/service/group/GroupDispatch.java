package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.service.dispatch.DispatcherUnavailableException;
import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.Submission;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;

/**
 * Submits jobs for groups: after the creating transaction has committed, on a managed executor,
 * outside transactions and locks.
 */
@ApplicationScoped
public class GroupDispatch {
  private static final System.Logger LOG = System.getLogger(GroupDispatch.class.getName());

  @Resource(lookup = "concurrent/aif-dispatch")
  ManagedExecutorService executor;

  private DispatchLedger ledger;
  private Dispatchers dispatchers;
  private GroupRetirement retirement;

  protected GroupDispatch() {
    // for the container
  }

  @Inject
  GroupDispatch(DispatchLedger ledger, Dispatchers dispatchers, GroupRetirement retirement) {
    this.ledger = ledger;
    this.dispatchers = dispatchers;
    this.retirement = retirement;
  }

  void onRequested(@Observes(during = TransactionPhase.AFTER_SUCCESS) GroupRequested requested) {
    inBackground(() -> dispatch(requested.groupPk()), requested);
  }

  void onDeleted(@Observes(during = TransactionPhase.AFTER_SUCCESS) GroupDeleted deleted) {
    inBackground(() -> retirement.retire(deleted.groupPk()), deleted);
  }

  /** Submits a job for the group if it wants one. May block for the dispatcher's own time-out. */
  public void dispatch(long groupPk) {
    ledger.begin(groupPk).ifPresent(intent -> submit(groupPk, intent));
  }

  private void submit(long groupPk, DispatchLedger.Intent intent) {
    Dispatcher dispatcher;
    try {
      dispatcher = dispatchers.byName(intent.dispatcher());
    } catch (IllegalArgumentException e) {
      ledger.concluded(groupPk, intent.request().nonce(), new Submission.Refused(e.getMessage()));
      return;
    }
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

  private void inBackground(Runnable work, Object cause) {
    try {
      executor.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              LOG.log(Level.ERROR, cause + ": left to the reconciler", e);
            }
          });
    } catch (RejectedExecutionException e) {
      // The queue is full: the row is there, and the reconciler comes by.
      LOG.log(Level.WARNING, "{0}: {1}; left to the reconciler", cause, e.getMessage());
    }
  }
}
