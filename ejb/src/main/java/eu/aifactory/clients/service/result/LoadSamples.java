package eu.aifactory.clients.service.result;

import eu.aifactory.clients.protocol.rates.LoadSample;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.util.List;

/**
 * How the loads of runs stand, as their agents deliver it: kept for as long as anybody looks at it.
 * Joins the caller's transaction or makes its own.
 */
@Stateless
public class LoadSamples {
  private static final String SUMS =
      " sum(s.intended), sum(s.succeeded), sum(s.failed), sum(s.answerSeconds) from LoadSampleRow s"
          + " where s.key.runId = :run and s.key.series = :series";

  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  public void keep(String runId, String agent, List<LoadSample> samples) {
    samples.forEach(sample -> entities.persist(new LoadSampleRow(runId, agent, sample)));
  }

  /** The sum of each agent's last sample of a series, which need not be of one instant. */
  public LoadSample latest(String runId, int series) {
    Object[] sums =
        query(
                "select max(s.key.tick), max(s.stage), min(s.arriving),"
                    + SUMS
                    + " and s.key.tick = (select max(t.key.tick) from LoadSampleRow t where"
                    + " t.key.runId = :run and t.key.series = :series"
                    + " and t.key.agent = s.key.agent)",
                runId,
                series)
            .getSingleResult();
    return sample(series, sums);
  }

  /**
   * The sums over all agents, in the order of their ticks: of a stage's first tick and of those
   * from some tick on.
   *
   * @param agents a tick for which fewer have delivered is left out
   */
  public List<LoadSample> merged(String runId, int series, int stage, long fromTick, int agents) {
    return query(
            "select s.key.tick, max(s.stage), min(s.arriving),"
                + SUMS
                + " and s.stage = :stage and (s.key.tick >= :from or s.key.tick = :first)"
                + " group by s.key.tick having count(s.stage) >= :agents order by s.key.tick",
            runId,
            series)
        .setParameter("stage", stage)
        .setParameter("from", fromTick)
        .setParameter("first", firstTick(runId, series, stage))
        .setParameter("agents", (long) agents)
        .getResultStream()
        .map(sums -> sample(series, sums))
        .toList();
  }

  /** Forgets what {@link #merged} does not look at from now on. */
  public void forget(String runId, int series, int stage, long beforeTick) {
    entities
        .createQuery(
            "delete from LoadSampleRow s where s.key.runId = :run and (s.key.series < :series"
                + " or (s.key.series = :series and s.key.tick < :before"
                + " and s.key.tick <> :first))")
        .setParameter("run", runId)
        .setParameter("series", series)
        .setParameter("before", beforeTick)
        .setParameter("first", firstTick(runId, series, stage))
        .executeUpdate();
  }

  private long firstTick(String runId, int series, int stage) {
    Long first =
        entities
            .createQuery(
                "select min(s.key.tick) from LoadSampleRow s where s.key.runId = :run"
                    + " and s.key.series = :series and s.stage = :stage",
                Long.class)
            .setParameter("run", runId)
            .setParameter("series", series)
            .setParameter("stage", stage)
            .getSingleResult();
    return first == null ? 0 : first;
  }

  private TypedQuery<Object[]> query(String text, String runId, int series) {
    return entities
        .createQuery(text, Object[].class)
        .setParameter("run", runId)
        .setParameter("series", series);
  }

  private static LoadSample sample(int series, Object[] sums) {
    return new LoadSample(
        series,
        number(sums[0]).longValue(),
        number(sums[1]).intValue(),
        number(sums[2]).intValue() > 0,
        number(sums[3]).longValue(),
        number(sums[4]).longValue(),
        number(sums[5]).longValue(),
        number(sums[6]).doubleValue());
  }

  private static Number number(Object sum) {
    return sum == null ? 0 : (Number) sum;
  }
}
