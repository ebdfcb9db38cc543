package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.service.dispatch.Dispatchers;
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
    Submission submission;
    try {
      Dispatcher dispatcher = dispatchers.byName(intent.dispatcher());
      submission = dispatcher.submit(intent.request());
    } catch (IllegalArgumentException e) {
      submission = new Submission.Refused(e.getMessage());
    }
    ledger.concluded(groupPk, intent.request().nonce(), submission);
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
