package eu.aifactory.clients.service.compare;

import eu.aifactory.clients.protocol.Baseline;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/** The baselines on record. Joins the caller's transaction or makes its own. */
@Stateless
public class BaselineStore {
  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  /**
   * @return whether there was none of this name
   */
  public boolean keep(BaselineEntry baseline) {
    boolean added = entities.find(BaselineEntry.class, baseline.view().name()) == null;
    entities.merge(baseline);
    return added;
  }

  public Optional<BaselineEntry> find(String name) {
    return Optional.ofNullable(entities.find(BaselineEntry.class, name));
  }

  /** By name, without their documents, which are large. */
  public List<Baseline> all() {
    return entities
        .createQuery(
            "select b.name, b.runId, b.benchmarkId, b.setAt from BaselineEntry b order by b.name",
            Object[].class)
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
