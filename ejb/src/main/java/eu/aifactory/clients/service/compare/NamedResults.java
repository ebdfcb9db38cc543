package eu.aifactory.clients.service.compare;

import eu.aifactory.clients.protocol.compare.ResultName;
import eu.aifactory.clients.service.group.ClientGroup;
import eu.aifactory.clients.service.group.ClientGroups;
import eu.aifactory.clients.service.group.Run;
import eu.aifactory.clients.service.group.Runs;
import eu.aifactory.clients.service.result.Results;
import eu.aifactory.clients.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/**
 * Results by whatever they are called: a run, a group, a baseline. A {@link Caller} finds what is
 * theirs alone.
 */
@ApplicationScoped
@Transactional
public class NamedResults {
  private ClientGroups groups;
  private Runs runs;
  private Results results;
  private BaselineStore baselines;

  protected NamedResults() {
    // for the container
  }

  @Inject
  NamedResults(ClientGroups groups, Runs runs, Results results, BaselineStore baselines) {
    this.groups = groups;
    this.runs = runs;
    this.results = results;
    this.baselines = baselines;
  }

  /**
   * The document as it was written.
   *
   * @throws UnknownResultException naming what is not there
   * @throws NoResultYetException when it is there and has none yet
   */
  public String document(ResultName name) {
    return switch (name.kind()) {
      case GROUP -> ofGroup(Long.parseLong(name.text()));
      case RUN -> ofRun(name.text());
      case BASELINE ->
          baselines
              .find(name.text())
              .map(BaselineEntry::document)
              .orElseThrow(() -> new UnknownResultException(Baselines.unknown(name.text())));
    };
  }

  /**
   * @throws UnknownResultException when there is no such run
   * @throws NoResultYetException when it is there and has none yet
   */
  public String ofRun(String runId) {
    Optional<Run> run = runs.withId(runId).filter(found -> groups.isVisible(found.groupPk()));
    if (run.isEmpty() && Caller.onlyOwner().isPresent()) {
      throw unknownRun(runId);
    }
    return results
        .documentOf(runId)
        .orElseThrow(
            () ->
                run.<RuntimeException>map(
                        there ->
                            new NoResultYetException(
                                "run %s has no result yet: it is %s"
                                    .formatted(runId, there.state())))
                    .orElseGet(() -> unknownRun(runId)));
  }

  private static UnknownResultException unknownRun(String runId) {
    return new UnknownResultException("there is no run \"%s\"".formatted(runId));
  }

  private String ofGroup(long benchmarkId) {
    ClientGroup group =
        groups
            .live(benchmarkId)
            .orElseThrow(
                () ->
                    new UnknownResultException(
                        "there is no client group %d".formatted(benchmarkId)));
    return runs.of(group.pk()).stream()
        .filter(run -> run.state().isTerminal())
        .map(Run::runId)
        .findFirst()
        .flatMap(results::documentOf)
        .orElseThrow(
            () ->
                new NoResultYetException(
                    "group %d has no result yet: it is %s".formatted(benchmarkId, group.state())));
  }
}
