package eu.aifactory.clients.service.model;

import eu.aifactory.clients.service.group.ServiceInstance;
import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.lease.Lease;
import eu.aifactory.clients.service.settings.ContainerTransactions;
import java.util.Set;

/** An instance from one start to its end, which may come at any edge. */
final class ModelInstance implements ContainerTransactions.Edges {
  /** Transactions that write for whoever works on a group. */
  private static final Set<String> FENCED =
      Set.of(
          "DispatchLedger.begin",
          "DispatchLedger.waits",
          "DispatchLedger.concluded",
          "DispatchLedger.orphaned",
          "DispatchLedger.found",
          "RetirementLedger.jobEnded",
          "RetirementLedger.neverExisted",
          "JobWatch.observed",
          "JobWatch.deadlines",
          "JobWatch.silence");

  private final String name;
  private final World world;
  private final ServiceInstance service;
  private boolean dead;

  ModelInstance(String name, World world) {
    this.name = name;
    this.world = world;
    this.service =
        new ServiceInstance(
            name,
            world.service(),
            world
                .site()
                .dispatcher(
                    new ClusterAccess(this, world), world.time().wallClock(), world.time()::nanos),
            world.aiServer(),
            this);
  }

  String name() {
    return name;
  }

  ServiceInstance service() {
    return service;
  }

  /** Its process is no more: whoever is still within a call of it gets no further. */
  void die() {
    dead = true;
  }

  @Override
  public void before(String transaction) {
    edge(
        "before " + transaction,
        Mishap.KILLED,
        Mishap.PAUSED,
        Mishap.PAUSED,
        Mishap.DATABASE_REFUSES);
  }

  @Override
  public void after(String transaction) {
    if (FENCED.contains(transaction)) {
      requireTheNewestLease(transaction);
    }
    edge("after " + transaction, Mishap.KILLED, Mishap.PAUSED, Mishap.COMMIT_NOT_TOLD);
  }

  /** Before or after a call of the cluster. */
  void edgeOfCall(String what) {
    edge(what, Mishap.KILLED, Mishap.PAUSED);
  }

  /** I6: whoever has written in the right of a lease had the newest one. */
  private void requireTheNewestLease(String transaction) {
    Lease held = Fence.held();
    Tables.epochOf(world, held.groupPk())
        .filter(epoch -> epoch != held.epoch())
        .ifPresent(
            epoch -> {
              throw new AssertionError(
                  "I6: %s wrote under %s in %s, and the newest epoch is %d"
                      .formatted(name, held, transaction, epoch));
            });
  }

  private void edge(String where, Mishap... possible) {
    requireLife();
    Mishap mishap = world.mishaps().at(possible);
    if (mishap == null) {
      return;
    }
    switch (mishap) {
      case KILLED -> {
        world.story().tell("%s is killed %s", name, where);
        world.replace(this);
      }
      case PAUSED -> world.standsStill(this, where);
      case DATABASE_REFUSES, COMMIT_NOT_TOLD -> {
        world.story().tell("%s: %s, %s", name, mishap, where);
        throw new DatabaseGone();
      }
    }
    requireLife();
  }

  void requireLife() {
    if (dead) {
      throw new Died();
    }
  }
}
