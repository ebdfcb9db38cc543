package eu.aifactory.clients.service.records;

import eu.aifactory.clients.protocol.records.RecordBlock;
import eu.aifactory.clients.protocol.records.RecordsEnd;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;

/** The records of runs, by agent and block. Joins the caller's transaction or makes its own. */
@Stateless
public class DeliveredRecords {
  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  /**
   * What there is of one agent's part in a run.
   *
   * @param blocks numbered from 0 without gaps
   * @param records in them
   * @param bytes of them
   */
  public record Part(int blocks, long records, long bytes) {}

  /** Keeps a block whose number is that of the agent's next. */
  public void keep(String runId, String agent, RecordBlock block) {
    entities.persist(new DeliveredBlock(runId, agent, block));
  }

  /** Keeps the agent's word that this is all; a second one changes nothing. */
  public void keepEnd(String runId, String agent, RecordsEnd end) {
    if (end(runId, agent).isEmpty()) {
      entities.persist(new DeliveredEnd(new RecordsKey(runId, agent), end));
    }
  }

  /** What the agent said at the end of its delivery; empty before. */
  public Optional<RecordsEnd> end(String runId, String agent) {
    return Optional.ofNullable(entities.find(DeliveredEnd.class, new RecordsKey(runId, agent)))
        .map(DeliveredEnd::end);
  }

  public Part part(String runId, String agent) {
    Object[] sums =
        entities
            .createQuery(
                "select count(b), sum(b.records), sum(b.sizeBytes) from DeliveredBlock b"
                    + " where b.key.runId = :run and b.key.agent = :agent",
                Object[].class)
            .setParameter("run", runId)
            .setParameter("agent", agent)
            .getSingleResult();
    return new Part(Math.toIntExact(whole(sums[0])), whole(sums[1]), whole(sums[2]));
  }

  /** The sum of no rows is {@code null}. */
  private static long whole(Object sum) {
    return sum == null ? 0 : ((Number) sum).longValue();
  }

  /** The bytes alone: as entities, the blocks of a run would stay and fill memory. */
  public Optional<byte[]> block(String runId, String agent, int number) {
    return entities
        .createQuery(
            "select b.body from DeliveredBlock b where b.key.runId = :run"
                + " and b.key.agent = :agent and b.key.number = :number",
            byte[].class)
        .setParameter("run", runId)
        .setParameter("agent", agent)
        .setParameter("number", number)
        .getResultStream()
        .findFirst();
  }

  public void removeOf(String runId) {
    entities
        .createQuery("delete from DeliveredBlock b where b.key.runId = :run")
        .setParameter("run", runId)
        .executeUpdate();
    entities
        .createQuery("delete from DeliveredEnd e where e.key.runId = :run")
        .setParameter("run", runId)
        .executeUpdate();
  }
}
