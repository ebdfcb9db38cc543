package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.service.settings.StorageFault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Creates a group and tells the truth of it: when the database is lost in the commit, it may have
 * committed. Whether it has is looked up before anything is said.
 */
@ApplicationScoped
@Transactional(TxType.NOT_SUPPORTED)
public class GroupCreation {
  private static final System.Logger LOG = System.getLogger(GroupCreation.class.getName());
  private static final int LOOKS = 4;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
  private static final long NOT_STORED = -1;

  private ClientManager manager;
  private ClientGroups groups;

  protected GroupCreation() {
    // for the container
  }

  @Inject
  GroupCreation(ClientManager manager, ClientGroups groups) {
    this.manager = manager;
    this.groups = groups;
  }

  /**
   * See {@link ClientManager#create}. When it returns, the group was created by this very call.
   *
   * @throws RuntimeException with a {@link StorageFault} in it when it is not known whether it was
   */
  public void create(long benchmarkId, CreateGroup request, String owner) {
    AtomicLong key = new AtomicLong(NOT_STORED);
    try {
      manager.create(benchmarkId, request, owner, key::set);
    } catch (RuntimeException e) {
      if (key.get() == NOT_STORED || !isOfTheDatabase(e) || !isThere(key.get())) {
        throw e;
      }
      LOG.log(
          Level.WARNING,
          "group {0}: the database was lost in the commit, and had committed",
          Long.toString(benchmarkId));
    }
  }

  private static boolean isOfTheDatabase(RuntimeException thrown) {
    return StorageFault.in(thrown).filter(fault -> fault != StorageFault.CONFLICT).isPresent();
  }

  /** A commit may still be under way in the database when its connection is gone. */
  private boolean isThere(long key) {
    for (int look = 0; look < LOOKS; look++) {
      try {
        if (groups.byKey(key).isPresent()) {
          return true;
        }
      } catch (RuntimeException e) {
        LOG.log(Level.DEBUG, "look {0} for group key {1}: {2}", look, key, e.getMessage());
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    return false;
  }
}
