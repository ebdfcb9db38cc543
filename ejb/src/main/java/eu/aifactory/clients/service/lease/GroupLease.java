package eu.aifactory.clients.service.lease;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;

/** Who works on a group, and until when nobody else may. */
@Entity
@Table(name = "group_lease")
public class GroupLease {
  @Id
  @Column(name = "group_pk")
  private Long groupPk;

  private String owner;
  private long epoch;

  @Column(name = "expires_at")
  private long expiresAt;

  protected GroupLease() {
    // for the container
  }

  GroupLease(long groupPk, String owner, Instant expiresAt) {
    this.groupPk = groupPk;
    this.owner = owner;
    this.epoch = 1;
    this.expiresAt = expiresAt.toEpochMilli();
  }

  /** Whether this owner may work on the group, or may take it over. */
  boolean isOpenTo(String other, Instant now) {
    return owner.equals(other) || expiresAt <= now.toEpochMilli();
  }

  /** Whether this owner holds it for at least so long. */
  boolean isSafeFor(String other, Instant now, Duration least) {
    return owner.equals(other) && expiresAt > now.plus(least).toEpochMilli();
  }

  /** Takes the group over, or keeps it. To be asked {@link #isOpenTo} before. */
  void take(String newOwner, Instant until) {
    if (!owner.equals(newOwner)) {
      owner = newOwner;
      epoch++;
    }
    expiresAt = until.toEpochMilli();
  }

  Lease heldBy(String holder) {
    return owner.equals(holder) ? new Lease(groupPk, epoch) : null;
  }

  long groupPk() {
    return groupPk;
  }

  long epoch() {
    return epoch;
  }

  String owner() {
    return owner;
  }
}
