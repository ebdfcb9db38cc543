package eu.aifactory.clients.service.group;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;

/** Changes groups' states and keeps the log of it: a row and a line for each change. */
@Stateless
public class GroupLog {
  private static final System.Logger LOG = System.getLogger(GroupLog.class.getName());

  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  private Clock clock;
  private Event<OrdersChanged> changed;

  public GroupLog() {
    // for the container
  }

  @Inject
  GroupLog(Clock clock, Event<OrdersChanged> changed) {
    this.clock = clock;
    this.changed = changed;
  }

  /**
   * Moves a group to another state.
   *
   * @throws IllegalTransitionException when the table has no such arrow; nothing was changed
   */
  public void move(ClientGroup group, GroupState next, String why) {
    GroupState before = group.state();
    group.become(next, why, clock.instant());
    note(group, before + " -> " + next, why);
    if (next == GroupState.RUNNING || next.isTerminal()) {
      changed.fire(new OrdersChanged(group.pk()));
    }
  }

  /** Notes what is no change of state. */
  public void note(ClientGroup group, String kind, String detail) {
    String correlationId = CorrelationId.current().orElse(group.correlationId());
    entities.persist(new GroupEvent(group, kind, detail, correlationId, clock.instant()));
    LOG.log(
        Level.INFO,
        "group {0}: {1}{2} [{3}]",
        Long.toString(group.benchmarkId()),
        kind,
        detail == null ? "" : " (" + detail + ")",
        correlationId);
  }

  /** Oldest first. */
  public List<GroupEvent> of(ClientGroup group) {
    return entities
        .createQuery(
            "select e from GroupEvent e where e.groupPk = :group order by e.pk", GroupEvent.class)
        .setParameter("group", group.pk())
        .getResultList();
  }
}
