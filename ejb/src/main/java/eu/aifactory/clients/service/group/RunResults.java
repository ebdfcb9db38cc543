package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.result.Results;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/** The result documents of a group's runs. */
@ApplicationScoped
@Transactional
public class RunResults {
  private ClientGroups groups;
  private Runs runs;
  private Results results;

  protected RunResults() {
    // for the container
  }

  @Inject
  RunResults(ClientGroups groups, Runs runs, Results results) {
    this.groups = groups;
    this.runs = runs;
    this.results = results;
  }

  /**
   * The result of the newest run that has one.
   *
   * @throws UnknownGroupException when no live group has the id
   * @throws UnknownRunException when no run of it has a result yet
   */
  public String latest(long benchmarkId) {
    ClientGroup group = live(benchmarkId);
    return runs.of(group.pk()).stream()
        .filter(run -> run.state().isTerminal())
        .findFirst()
        .flatMap(run -> results.documentOf(run.runId()))
        .orElseThrow(
            () ->
                new UnknownRunException(
                    "group %d has no result yet: it is %s".formatted(benchmarkId, group.state())));
  }

  /**
   * @throws UnknownGroupException when no live group has the id
   * @throws UnknownRunException when it has no such run, or the run has no result yet
   */
  public String of(long benchmarkId, String runId) {
    ClientGroup group = live(benchmarkId);
    Run run =
        runs.find(group.pk(), runId)
            .orElseThrow(unknown("group %d has no run \"%s\"".formatted(benchmarkId, runId)));
    return results
        .documentOf(runId)
        .orElseThrow(unknown("run %s has no result yet: it is %s".formatted(runId, run.state())));
  }

  private ClientGroup live(long benchmarkId) {
    return groups.live(benchmarkId).orElseThrow(() -> UnknownGroupException.of(benchmarkId));
  }

  private static Supplier<UnknownRunException> unknown(String message) {
    return () -> new UnknownRunException(message);
  }
}
