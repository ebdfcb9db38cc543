package eu.aifactory.clients.service.lease;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The leases of groups, in the database and by its clock. A group belongs to whoever created it
 * until that instance is silent for {@link #TERM}; then to the first that asks. What an owner
 * writes is checked against the lease in the same transaction, so an instance that was stopped for
 * longer and goes on does no harm.
 */
@Stateless
public class Leases {
  /** For how long an instance that is silent keeps its groups: they are taken over soon after. */
  public static final Duration TERM = Duration.ofSeconds(15);

  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  private Instance instance;
  private Clock clock;

  public Leases() {
    // for the container
  }

  @Inject
  public Leases(Instance instance, Clock clock) {
    this.instance = instance;
    this.clock = clock;
  }

  /** Makes a new group this instance's, in the transaction that creates it. */
  public void open(long groupPk) {
    entities.persist(new GroupLease(groupPk, instance.owner(), clock.instant().plus(TERM)));
  }

  /** Takes the group, or keeps it; empty when it is another instance's, or gone. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public Optional<Lease> claim(long groupPk) {
    return Optional.ofNullable(take(groupPk, clock.instant()));
  }

  /** Of these groups, those that are this instance's now, with their leases. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public Map<Long, Lease> claim(Collection<Long> groupPks) {
    Map<Long, Lease> own = new HashMap<>();
    Instant now = clock.instant();
    String me = instance.owner();
    for (GroupLease lease : of(groupPks)) {
      if (lease.isSafeFor(me, now, TERM.dividedBy(2))) {
        own.put(lease.groupPk(), lease.heldBy(me));
      } else if (lease.isOpenTo(me, now)) {
        Lease taken = take(lease.groupPk(), now);
        if (taken != null) {
          own.put(lease.groupPk(), taken);
        }
      }
    }
    return own;
  }

  private Lease take(long groupPk, Instant now) {
    GroupLease lease = locked(groupPk);
    if (lease == null || !lease.isOpenTo(instance.owner(), now)) {
      return null;
    }
    lease.take(instance.owner(), now.plus(TERM));
    return lease.heldBy(instance.owner());
  }

  /**
   * Holds on to the lease until the caller's transaction ends.
   *
   * @throws LeaseLostException when another instance has it
   */
  public void require(Lease held) {
    GroupLease lease = locked(held.groupPk());
    // A group that is gone has none: whoever writes next finds that out by itself.
    if (lease != null
        && !(lease.epoch() == held.epoch() && lease.owner().equals(instance.owner()))) {
      throw new LeaseLostException(held.groupPk(), held.epoch());
    }
  }

  /** Leaves what earlier lives of this instance held to whoever asks first. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int endFormerLives() {
    return entities
        .createQuery(
            "update GroupLease l set l.expiresAt = 0"
                + " where substring(l.owner, 1, :length) = :prefix and l.owner <> :me")
        .setParameter("length", instance.prefix().length())
        .setParameter("prefix", instance.prefix())
        .setParameter("me", instance.owner())
        .executeUpdate();
  }

  /** Leaves all of this life's groups to whoever asks first. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void release() {
    entities
        .createQuery("update GroupLease l set l.expiresAt = 0 where l.owner = :me")
        .setParameter("me", instance.owner())
        .executeUpdate();
  }

  private List<GroupLease> of(Collection<Long> groupPks) {
    if (groupPks.isEmpty()) {
      return List.of();
    }
    return entities
        .createQuery(
            "select l from GroupLease l where l.groupPk in :keys order by l.groupPk",
            GroupLease.class)
        .setParameter("keys", groupPks)
        .getResultList();
  }

  private GroupLease locked(long groupPk) {
    GroupLease lease = entities.find(GroupLease.class, groupPk, LockModeType.PESSIMISTIC_WRITE);
    if (lease != null) {
      // Another may have taken it since it was read without a lock.
      entities.refresh(lease, LockModeType.PESSIMISTIC_WRITE);
    }
    return lease;
  }
}
