package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AgentToken;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/** The tries to have a job, by group. Joins the caller's transaction or makes its own. */
@Stateless
public class JobAttempts {
  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  public void add(JobAttempt attempt) {
    entities.persist(attempt);
  }

  /** Forgets a try of which nothing was sent. */
  public void remove(JobAttempt attempt) {
    entities.remove(attempt);
  }

  /** The tries that may have jobs. */
  public List<JobAttempt> thatMayHaveJobs() {
    return entities
        .createQuery("select a from JobAttempt a where a.state in :open", JobAttempt.class)
        .setParameter("open", JobAttempt.State.thatMayHaveJobs())
        .getResultList();
  }

  /** The group's tries, the newest first. */
  public List<JobAttempt> of(long groupPk) {
    return entities
        .createQuery(
            "select a from JobAttempt a where a.groupPk = :group order by a.number desc",
            JobAttempt.class)
        .setParameter("group", groupPk)
        .getResultList();
  }

  /** The newest try of the group that can be asked for under this id, and for how many agents. */
  public Optional<Live> live(long benchmarkId) {
    return entities
        .createQuery(
            "select a, g.numAgents from JobAttempt a, ClientGroup g where a.groupPk = g.pk"
                + " and g.liveBenchmarkId = :id order by a.number desc",
            Object[].class)
        .setParameter("id", benchmarkId)
        .setMaxResults(1)
        .getResultStream()
        .map(row -> new Live((JobAttempt) row[0], (int) row[1]))
        .findFirst();
  }

  /**
   * @param agents that its job is for
   */
  public record Live(JobAttempt attempt, int agents) {}

  /** The group's newest try. */
  public Optional<JobAttempt> currentOf(long groupPk) {
    return entities
        .createQuery(
            "select a from JobAttempt a where a.groupPk = :group order by a.number desc",
            JobAttempt.class)
        .setParameter("group", groupPk)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /** The try whose agents carry the token with this hash. */
  public Optional<JobAttempt> withNonce(String hash) {
    return entities
        .createQuery("select a from JobAttempt a where a.nonce = :hash", JobAttempt.class)
        .setParameter("hash", hash)
        .getResultStream()
        .findFirst();
  }

  /** What the service shows to the group's agents; {@code null} for a group without a job. */
  public String commandKeyOf(long groupPk) {
    return currentOf(groupPk).map(attempt -> AgentToken.commandKey(attempt.nonce())).orElse(null);
  }

  /** The newest tries of several groups. */
  public List<JobAttempt> of(List<Long> groupPks) {
    if (groupPks.isEmpty()) {
      return List.of();
    }
    return entities
        .createQuery(
            "select a from JobAttempt a where a.groupPk in :groups order by a.number",
            JobAttempt.class)
        .setParameter("groups", groupPks)
        .getResultList();
  }

  public void removeOf(long groupPk) {
    entities
        .createQuery("delete from JobAttempt a where a.groupPk = :group")
        .setParameter("group", groupPk)
        .executeUpdate();
  }
}
