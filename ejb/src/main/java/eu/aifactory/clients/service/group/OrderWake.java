package eu.aifactory.clients.service.group;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;

/** Wakes the calls that wait for orders when this instance has stored something for them. */
@ApplicationScoped
public class OrderWake {
  private static final System.Logger LOG = System.getLogger(OrderWake.class.getName());

  @Resource(lookup = "concurrent/aif-orders")
  ManagedScheduledExecutorService executor;

  private OrderWaits waits;

  protected OrderWake() {
    // for the container
  }

  @Inject
  OrderWake(OrderWaits waits) {
    this.waits = waits;
  }

  void onChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) OrdersChanged changed) {
    wake(changed.groupPk());
  }

  void onDeleted(@Observes(during = TransactionPhase.AFTER_SUCCESS) GroupDeleted deleted) {
    wake(deleted.groupPk());
  }

  /** Not in this thread: its transaction is just ending. */
  private void wake(long groupPk) {
    if (!waits.changed(groupPk)) {
      return;
    }
    try {
      executor.execute(() -> look(groupPk));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.WARNING, "left to the next look at the database: {0}", e.getMessage());
    }
  }

  private void look(long groupPk) {
    try {
      waits.look(groupPk);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "left to the next look at the database: {0}", e.getMessage());
    }
  }
}
