package eu.aifactory.clients.service.lease;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Keeps those from writing whose lease is over. Work on a group is done {@link #under} its lease,
 * and what it writes asks {@link #check} in the transaction that writes.
 */
@ApplicationScoped
public class Fence {
  private static final ThreadLocal<Lease> HELD = new ThreadLocal<>();

  private Leases leases;

  protected Fence() {
    // for the container
  }

  @Inject
  public Fence(Leases leases) {
    this.leases = leases;
  }

  /** Does the work in this thread, in the right of the lease. */
  public void under(Lease lease, Runnable work) {
    Lease outer = HELD.get();
    HELD.set(lease);
    try {
      work.run();
    } finally {
      if (outer == null) {
        HELD.remove();
      } else {
        HELD.set(outer);
      }
    }
  }

  /** The lease under which this thread works, or {@code null}. */
  public static Lease held() {
    return HELD.get();
  }

  /**
   * To be called in the transaction that writes, after the group's row is locked; nobody can take
   * the group over until it ends.
   *
   * @return the epoch of the lease under which this thread works
   * @throws LeaseLostException when another instance has the group; nothing may be written
   */
  public long check(long groupPk) {
    Lease held = HELD.get();
    if (held == null || held.groupPk() != groupPk) {
      throw new IllegalStateException(
          "this thread works on group key %d without its lease".formatted(groupPk));
    }
    leases.require(held);
    return held.epoch();
  }
}
