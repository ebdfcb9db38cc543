package eu.aifactory.clients.service.group;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
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

  /** Runs the work soon, unless another errand of the group is under way. */
  public void run(long groupPk, Runnable work) {
    run("group key " + groupPk, work);
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
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, name + ": left to the reconciler", e);
    } finally {
      inHand.remove(name);
    }
  }
}
