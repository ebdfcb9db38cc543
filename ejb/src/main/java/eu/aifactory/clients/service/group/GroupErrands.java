package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.lease.LeaseLostException;
import eu.aifactory.clients.service.lease.Leases;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs what may wait for a dispatcher or an AI server in the background, one errand a group at a
 * time: a slow one holds up its own group and neither the reconciler nor a caller. An errand that
 * is passed over or goes wrong is not kept: the reconciler comes by again. Thread-safe.
 */
@ApplicationScoped
public class GroupErrands {
  private static final System.Logger LOG = System.getLogger(GroupErrands.class.getName());

  private final Set<String> inHand = ConcurrentHashMap.newKeySet();

  @Resource(lookup = "concurrent/aif-dispatch")
  ManagedExecutorService executor;

  private Leases leases;
  private Fence fence;

  protected GroupErrands() {
    // for the container
  }

  @Inject
  GroupErrands(Leases leases, Fence fence) {
    this.leases = leases;
    this.fence = fence;
  }

  /**
   * Runs the work soon and under the group's lease, unless another errand of the group is under way
   * or the group is another instance's.
   */
  public void run(long groupPk, Runnable work) {
    run(
        "group key " + groupPk,
        () -> leases.claim(groupPk).ifPresent(lease -> fence.under(lease, work)));
  }

  /**
   * The same for what is no group's.
   *
   * @param name of whatever takes one errand at a time
   */
  public void run(String name, Runnable work) {
    if (!inHand.add(name)) {
      return;
    }
    try {
      executor.execute(() -> carryOut(name, work));
    } catch (RejectedExecutionException e) {
      inHand.remove(name);
      LOG.log(Level.WARNING, "{0}: {1}; left to the reconciler", name, e.getMessage());
    }
  }

  private void carryOut(String name, Runnable work) {
    try {
      work.run();
    } catch (LeaseLostException e) {
      LOG.log(Level.INFO, "{0}: {1}", name, e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, name + ": left to the reconciler", e);
    } finally {
      inHand.remove(name);
    }
  }
}
