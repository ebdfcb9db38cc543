package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.rates.LoadEnding;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/** The runs on record and who takes part. Joins the caller's transaction or makes its own. */
@Stateless
public class Runs {
  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  public void add(Run run) {
    entities.persist(run);
  }

  /** Gives what was added its key now. */
  public void flush() {
    entities.flush();
  }

  public void add(RunParticipant participant) {
    entities.persist(participant);
  }

  /** The group's runs, the newest first. */
  public List<Run> of(long groupPk) {
    return entities
        .createQuery("select r from Run r where r.groupPk = :group order by r.pk desc", Run.class)
        .setParameter("group", groupPk)
        .getResultList();
  }

  /** The runs of several groups, the newest first. */
  public List<Run> of(List<Long> groupPks) {
    if (groupPks.isEmpty()) {
      return List.of();
    }
    return entities
        .createQuery("select r from Run r where r.groupPk in :groups order by r.pk desc", Run.class)
        .setParameter("groups", groupPks)
        .getResultList();
  }

  public Optional<Run> find(long groupPk, String runId) {
    return entities
        .createQuery("select r from Run r where r.groupPk = :group and r.runId = :run", Run.class)
        .setParameter("group", groupPk)
        .setParameter("run", runId)
        .getResultStream()
        .findFirst();
  }

  /** Of whatever group. */
  public Optional<Run> withId(String runId) {
    return entities
        .createQuery("select r from Run r where r.runId = :run", Run.class)
        .setParameter("run", runId)
        .getResultStream()
        .findFirst();
  }

  /** The group's run that has not ended. */
  public Optional<Run> inHand(long groupPk) {
    return entities
        .createQuery(
            "select r from Run r where r.groupPk = :group and r.state in :open order by r.pk desc",
            Run.class)
        .setParameter("group", groupPk)
        .setParameter("open", RunState.open())
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /** Nobody else changes the run until this transaction ends. */
  public void lock(Run run) {
    entities.refresh(run, LockModeType.PESSIMISTIC_WRITE);
  }

  public List<RunParticipant> participantsOf(Run run) {
    return entities
        .createQuery(
            "select p from RunParticipant p where p.runPk = :run order by p.rank, p.agent",
            RunParticipant.class)
        .setParameter("run", run.pk())
        .getResultList();
  }

  /** The part of one agent; empty when it takes none. */
  public Optional<RunParticipant> participant(Run run, String agent) {
    return entities
        .createQuery(
            "select p from RunParticipant p where p.runPk = :run and p.agent = :agent",
            RunParticipant.class)
        .setParameter("run", run.pk())
        .setParameter("agent", agent)
        .getResultStream()
        .findFirst();
  }

  public int countParticipants(Run run) {
    return entities
        .createQuery("select count(p) from RunParticipant p where p.runPk = :run", Long.class)
        .setParameter("run", run.pk())
        .getSingleResult()
        .intValue();
  }

  public void add(RunStage stage) {
    entities.persist(stage);
  }

  /** What was chosen for a stage, from 1; empty while it was not. */
  public Optional<RunStage> stage(Run run, int number) {
    return entities
        .createQuery(
            "select s from RunStage s where s.runPk = :run and s.number = :number", RunStage.class)
        .setParameter("run", run.pk())
        .setParameter("number", number)
        .getResultStream()
        .findFirst();
  }

  public void add(RunEnding ending) {
    entities.persist(ending);
  }

  /** What ended that part of the load early, if anything did. */
  public Optional<LoadEnding> ending(Run run, int series) {
    return entities
        .createQuery(
            "select e from RunEnding e where e.runPk = :run and e.series = :series",
            RunEnding.class)
        .setParameter("run", run.pk())
        .setParameter("series", series)
        .getResultStream()
        .findFirst()
        .map(RunEnding::ending);
  }

  public void remove(Run run) {
    for (String part : List.of("RunStage", "RunEnding")) {
      entities
          .createQuery("delete from %s p where p.runPk = :run".formatted(part))
          .setParameter("run", run.pk())
          .executeUpdate();
    }
    entities
        .createQuery("delete from RunParticipant p where p.runPk = :run")
        .setParameter("run", run.pk())
        .executeUpdate();
    entities
        .createQuery("delete from Run r where r.pk = :run")
        .setParameter("run", run.pk())
        .executeUpdate();
  }
}
