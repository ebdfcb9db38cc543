package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.rates.LoadEnding;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
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

  /** The parts of these agents; without those that take none. */
  public List<RunParticipant> participants(Run run, Collection<String> agents) {
    return entities
        .createQuery(
            "select p from RunParticipant p where p.runPk = :run and p.agent in :agents",
            RunParticipant.class)
        .setParameter("run", run.pk())
        .setParameter("agents", agents)
        .getResultList();
  }

  /** How a run and one of its agents stand; empty when there is no such. Keeps no row. */
  public Optional<BarrierStanding> standing(long groupPk, String runId, String agent) {
    return entities
        .createQuery(
            "select r.pk, r.state, r.startAt, r.aiService, p.state, p.stage, p.stageReady"
                + " from Run r, RunParticipant p where r.groupPk = :group and r.runId = :run and p.runPk = r.pk"
                + " and p.agent = :agent",
            Object[].class)
        .setParameter("group", groupPk)
        .setParameter("run", runId)
        .setParameter("agent", agent)
        .getResultStream()
        .findFirst()
        .map(
            row ->
                new BarrierStanding(
                    (Long) row[0],
                    (RunState) row[1],
                    (Long) row[2],
                    (String) row[3],
                    (RunParticipant.State) row[4],
                    (Integer) row[5],
                    (Boolean) row[6]));
  }

  /** Whether all who take part are ready to start. */
  public boolean areAllReady(Run run) {
    return entities
            .createQuery(
                "select count(p) from RunParticipant p where p.runPk = :run and p.state <> :ready",
                Long.class)
            .setParameter("run", run.pk())
            .setParameter("ready", RunParticipant.State.READY)
            .getSingleResult()
        == 0;
  }

  /** Whether the part of all who take part is over. */
  public boolean haveAllEnded(Run run) {
    return entities
            .createQuery(
                "select count(p) from RunParticipant p where p.runPk = :run"
                    + " and p.state not in :ended",
                Long.class)
            .setParameter("run", run.pk())
            .setParameter("ended", RunParticipant.State.ends())
            .getSingleResult()
        == 0;
  }

  /**
   * Rate and start of a stage, each {@code null} while it is not decided; empty when the stage is
   * not chosen. Keeps no row.
   */
  public Optional<StageStanding> stageStanding(long runPk, int number) {
    return entities
        .createQuery(
            "select s.rate, s.startAt from RunStage s where s.runPk = :run and s.number = :number",
            Object[].class)
        .setParameter("run", runPk)
        .setParameter("number", number)
        .getResultStream()
        .findFirst()
        .map(row -> new StageStanding((Double) row[0], (Long) row[1]));
  }

  /**
   * @param rate of all agents, a second; {@code null} when no such stage follows
   * @param startAt milliseconds since the epoch, or {@code null} while it is not decided
   */
  public record StageStanding(Double rate, Long startAt) {}

  /** Whether a stage waits for one that takes part, has not ended and is not there yet. */
  public boolean isAwaited(long runPk, int number, boolean untilReady) {
    String there =
        untilReady ? "(p.stage > :n or (p.stage = :n and p.stageReady = true))" : "p.stage >= :n";
    return entities
            .createQuery(
                "select count(p) from RunParticipant p where p.runPk = :run"
                    + " and p.state not in :ended and not "
                    + there,
                Long.class)
            .setParameter("run", runPk)
            .setParameter("ended", RunParticipant.State.ends())
            .setParameter("n", number)
            .getSingleResult()
        > 0;
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
