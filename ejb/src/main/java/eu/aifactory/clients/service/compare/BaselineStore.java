package eu.aifactory.clients.service.compare;

import eu.aifactory.clients.protocol.Baseline;
import eu.aifactory.clients.service.security.Caller;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;

/**
 * The baselines on record. Joins the caller's transaction or makes its own. A {@link Caller} finds
 * what is theirs alone.
 */
@Stateless
public class BaselineStore {
  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  /**
   * @return whether there was none of this name
   * @throws BaselineTakenException when another owner's has it; nothing was kept
   */
  public boolean keep(BaselineEntry baseline) {
    String name = baseline.view().name();
    boolean added = entities.find(BaselineEntry.class, name) == null;
    if (!added && find(name).isEmpty()) {
      throw new BaselineTakenException(name);
    }
    entities.merge(baseline);
    return added;
  }

  public Optional<BaselineEntry> find(String name) {
    Optional<String> only = Caller.onlyOwner();
    return Optional.ofNullable(entities.find(BaselineEntry.class, name))
        .filter(entry -> only.isEmpty() || only.get().equals(entry.owner()));
  }

  /** By name, without their documents, which are large. */
  public List<Baseline> all() {
    Optional<String> only = Caller.onlyOwner();
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select b.name, b.runId, b.benchmarkId, b.setAt from BaselineEntry b"
                + (only.isPresent() ? " where b.owner = :owner" : "")
                + " order by b.name",
            Object[].class);
    only.ifPresent(owner -> query.setParameter("owner", owner));
    return query
        .getResultStream()
        .map(
            row ->
                new Baseline(
                    (String) row[0], (String) row[1], (Long) row[2], (Long) row[3] / 1000.0))
        .toList();
  }

  /** Does nothing when there is none. */
  public void remove(String name) {
    find(name).ifPresent(entities::remove);
  }
}
