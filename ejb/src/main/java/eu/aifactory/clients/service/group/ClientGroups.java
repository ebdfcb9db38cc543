package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.security.Caller;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.TypedQuery;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The client groups on record. Joins the caller's transaction or makes its own. By id, and in
 * lists, a {@link Caller} finds what is theirs alone: another owner's group is not there.
 *
 * <p>An EJB, as all that touch the entity manager: the server looks the persistence unit up by the
 * module whose code is being run, and with a CDI bean that can be the web module, which has none.
 */
@Stateless
public class ClientGroups {
  private static final List<GroupState> SETTLED =
      List.of(GroupState.COMPLETED, GroupState.FAILED, GroupState.TIMED_OUT, GroupState.CANCELLED);

  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  /** The group that can be asked for under this id. */
  public Optional<ClientGroup> live(long benchmarkId) {
    return visible(
            "select g from ClientGroup g where g.liveBenchmarkId = :id", "", ClientGroup.class)
        .setParameter("id", benchmarkId)
        .getResultStream()
        .findFirst();
  }

  /**
   * Key of the group that can be asked for under this id, and how many agents it has. Keeps no row:
   * whoever then locks the group reads it anew.
   */
  public Optional<KeyAndAgents> liveKey(long benchmarkId) {
    return visible(
            "select g.pk, g.numAgents from ClientGroup g where g.liveBenchmarkId = :id",
            "",
            Object[].class)
        .setParameter("id", benchmarkId)
        .getResultStream()
        .findFirst()
        .map(row -> new KeyAndAgents((Long) row[0], (Integer) row[1]));
  }

  public record KeyAndAgents(long pk, int numAgents) {}

  /** Whether the id is in use, whoever owns the group. */
  public boolean isTaken(long benchmarkId) {
    return entities
            .createQuery(
                "select count(g) from ClientGroup g where g.liveBenchmarkId = :id", Long.class)
            .setParameter("id", benchmarkId)
            .getSingleResult()
        > 0;
  }

  /**
   * The group that can be asked for under this id, locked against other transactions until this one
   * ends.
   *
   * @throws UnknownGroupException when there is none
   */
  public ClientGroup liveLocked(long benchmarkId) {
    return findLiveLocked(benchmarkId).orElseThrow(() -> UnknownGroupException.of(benchmarkId));
  }

  /** As {@link #liveLocked}, empty when there is none. */
  public Optional<ClientGroup> findLiveLocked(long benchmarkId) {
    // In one statement: a group that was found first and locked then may be deleted in between.
    return visible(
            "select g from ClientGroup g where g.liveBenchmarkId = :id", "", ClientGroup.class)
        .setParameter("id", benchmarkId)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst();
  }

  /**
   * Those of these groups whose agents have nothing to be told: there, not over, and without an
   * order that may not have reached its agent.
   */
  public List<Long> quiet(Collection<Long> pks) {
    return entities
        .createQuery(
            "select g.pk from ClientGroup g where g.pk in :keys and g.desired <> :deleted"
                + " and g.state not in :ends and not exists (select p.pk from Run r,"
                + " RunParticipant p where r.groupPk = g.pk and r.state in :open"
                + " and p.runPk = r.pk and p.state = :ordered)",
            Long.class)
        .setParameter("keys", pks)
        .setParameter("deleted", Desired.DELETED)
        .setParameter("ends", GroupState.ends())
        .setParameter("open", RunState.open())
        .setParameter("ordered", RunParticipant.State.ORDERED)
        .getResultList();
  }

  /** Whether the caller may see what belongs to this group. */
  public boolean isVisible(long pk) {
    return visible("select count(g) from ClientGroup g where g.pk = :pk", "", Long.class)
            .setParameter("pk", pk)
            .getSingleResult()
        > 0;
  }

  public Optional<ClientGroup> byKey(long pk) {
    return Optional.ofNullable(entities.find(ClientGroup.class, pk));
  }

  /** By key, locked against other transactions until this one ends. */
  public Optional<ClientGroup> byKeyLocked(long pk) {
    return Optional.ofNullable(
        entities.find(ClientGroup.class, pk, LockModeType.PESSIMISTIC_WRITE));
  }

  /**
   * @throws GroupExistsException when a live group has the id; nothing was stored
   */
  public void add(ClientGroup group) {
    if (isTaken(group.benchmarkId())) {
      throw new GroupExistsException();
    }
    entities.persist(group);
    try {
      entities.flush();
    } catch (PersistenceException e) {
      // Two callers at once: the unique key decides, whoever looked first.
      if (isUniqueViolation(e)) {
        throw new GroupExistsException();
      }
      throw e;
    }
  }

  /**
   * Keys of the groups that may need something done: those on their way, those to be deleted, and
   * those that may still have a job. Oldest first.
   */
  public List<Long> keysToReconcile() {
    return entities
        .createQuery(
            "select g.pk from ClientGroup g where g.state not in :settled or g.desired = :deleted"
                + " or g.aiService is not null"
                + " or exists (select a.pk from JobAttempt a where a.groupPk = g.pk"
                + " and a.state in :open) order by g.pk",
            Long.class)
        .setParameter("settled", SETTLED)
        .setParameter("deleted", Desired.DELETED)
        .setParameter("open", JobAttempt.State.thatMayHaveJobs())
        .getResultList();
  }

  public List<ClientGroup> byKeys(List<Long> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    return entities
        .createQuery(
            "select g from ClientGroup g where g.pk in :keys order by g.pk", ClientGroup.class)
        .setParameter("keys", keys)
        .getResultList();
  }

  /** Live groups, newest first. */
  public List<ClientGroup> page(Optional<GroupState> state, int offset, int limit) {
    return filtered("select g", " order by g.createdAt desc, g.pk desc", state, ClientGroup.class)
        .setFirstResult(offset)
        .setMaxResults(limit)
        .getResultList();
  }

  public long count(Optional<GroupState> state) {
    return filtered("select count(g)", "", state, Long.class).getSingleResult();
  }

  /**
   * The groups of an owner that there are, those that were deleted and are not gone yet included.
   *
   * @param owner {@code null} for those that nobody owns
   */
  public long countOf(String owner) {
    String whose = owner == null ? "g.owner is null" : "g.owner = :owner";
    TypedQuery<Long> query =
        entities.createQuery("select count(g) from ClientGroup g where " + whose, Long.class);
    if (owner != null) {
      query.setParameter("owner", owner);
    }
    return query.getSingleResult();
  }

  public void remove(ClientGroup group) {
    entities.remove(entities.contains(group) ? group : entities.merge(group));
  }

  private <T> TypedQuery<T> filtered(
      String what, String order, Optional<GroupState> state, Class<T> type) {
    String where = " from ClientGroup g where g.liveBenchmarkId is not null";
    String inState = state.isPresent() ? " and g.state = :state" : "";
    TypedQuery<T> query = visible(what + where + inState, order, type);
    state.ifPresent(value -> query.setParameter("state", value));
    return query;
  }

  /** What the caller may see of a query over {@code g}. */
  private <T> TypedQuery<T> visible(String upToWhere, String order, Class<T> type) {
    Optional<String> owner = Caller.onlyOwner();
    String theirs = owner.isPresent() ? " and g.owner = :owner" : "";
    TypedQuery<T> query = entities.createQuery(upToWhere + theirs + order, type);
    owner.ifPresent(name -> query.setParameter("owner", name));
    return query;
  }

  private static boolean isUniqueViolation(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().startsWith("23")) {
        return true;
      }
    }
    return false;
  }
}
