package eu.aifactory.clients.service.result;

import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.service.settings.WireText;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;

/** The result documents of runs. Joins the caller's transaction or makes its own. */
@Stateless
public class Results {
  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  public void keep(Result result) {
    entities.persist(new RunResult(result.runId(), WireText.write(result)));
  }

  /** The document as it was written: the same bytes whenever it is asked for. */
  public Optional<String> documentOf(String runId) {
    return Optional.ofNullable(entities.find(RunResult.class, runId)).map(RunResult::document);
  }

  public void removeOf(String runId) {
    entities
        .createQuery("delete from RunResult r where r.runId = :run")
        .setParameter("run", runId)
        .executeUpdate();
  }
}
