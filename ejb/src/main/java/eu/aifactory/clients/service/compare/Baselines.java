package eu.aifactory.clients.service.compare;

import eu.aifactory.clients.protocol.Baseline;
import eu.aifactory.clients.protocol.BaselineList;
import eu.aifactory.clients.protocol.compare.ResultName;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.service.group.InvalidRequestException;
import eu.aifactory.clients.service.security.Caller;
import eu.aifactory.clients.service.settings.WireText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** Results under names, kept until they are deleted, whatever becomes of their groups. */
@ApplicationScoped
@Transactional
public class Baselines {
  private BaselineStore store;
  private NamedResults results;
  private Clock clock;

  protected Baselines() {
    // for the container
  }

  @Inject
  Baselines(BaselineStore store, NamedResults results, Clock clock) {
    this.store = store;
    this.results = results;
    this.clock = clock;
  }

  /**
   * What was set, and whether the name is new.
   *
   * @param added {@code false} when it took the place of another
   */
  public record Kept(Baseline baseline, boolean added) {}

  /**
   * Keeps a copy of a run's result under a name, in place of what had the name before.
   *
   * @throws InvalidRequestException for a name that cannot be; nothing was kept
   * @throws UnknownResultException when there is no such run; nothing was kept
   * @throws BaselineTakenException when another owner's baseline has the name; nothing was kept
   * @throws NoResultYetException when the run has no result yet; nothing was kept
   */
  public Kept keep(String name, String runId) {
    if (!ResultName.isBaseline(name)) {
      throw new InvalidRequestException(
          "the name of a baseline begins with a letter and has letters, digits, '.', '_', '-' alone, 64 at most, not \"%s\""
              .formatted(name));
    }
    if (runId == null) {
      throw new InvalidRequestException("run_id is missing");
    }
    String document = results.ofRun(runId);
    Long benchmarkId = WireText.read(document, Result.class).benchmarkId();
    // An admin who sets another's anew leaves it to them.
    String owner =
        store.find(name).map(BaselineEntry::owner).orElseGet(() -> Caller.owner().orElse(null));
    BaselineEntry entry =
        new BaselineEntry(name, runId, benchmarkId, document, owner, clock.instant());
    return new Kept(entry.view(), store.keep(entry));
  }

  /**
   * @throws UnknownResultException when there is none of this name
   */
  public Baseline find(String name) {
    return store
        .find(name)
        .map(BaselineEntry::view)
        .orElseThrow(() -> new UnknownResultException(unknown(name)));
  }

  public BaselineList all() {
    return new BaselineList(store.all());
  }

  /** Does nothing when there is none of this name. */
  public void delete(String name) {
    store.remove(name);
  }

  static String unknown(String name) {
    return "there is no baseline \"%s\"".formatted(name);
  }
}
