package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import eu.aifactory.clients.protocol.rates.LoadSample;
import eu.aifactory.clients.protocol.rates.RatePlan;
import eu.aifactory.clients.protocol.rates.StopConditions;
import eu.aifactory.clients.service.result.LoadSamples;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/**
 * Says when conditions end a run's load before its time, from the samples of all its agents. What
 * was said once is a row, and stays. The caller holds the group's lock.
 */
@ApplicationScoped
@Transactional
public class LoadConditions {
  private Runs runs;
  private LoadSamples samples;
  private GroupLog log;

  protected LoadConditions() {
    // for the container
  }

  @Inject
  LoadConditions(Runs runs, LoadSamples samples, GroupLog log) {
    this.runs = runs;
    this.samples = samples;
    this.log = log;
  }

  /**
   * Judges the load with an agent's newest samples.
   *
   * @param counted whether they are new; else only what was said before is said again
   * @return what ends the part of the load that they are of
   */
  Optional<LoadEnding> judge(ClientGroup group, Run run, Snapshot snapshot, boolean counted) {
    if (snapshot.samples().isEmpty()) {
      return Optional.empty();
    }
    LoadSample newest = snapshot.samples().getLast();
    if (counted) {
      samples.keep(run.runId(), snapshot.agent(), snapshot.samples());
    }
    Optional<LoadEnding> known = runs.ending(run, newest.series());
    if (known.isPresent() || !counted) {
      return known;
    }
    Optional<LoadEnding> ending = judge(run, newest);
    ending.ifPresent(
        found -> {
          runs.add(new RunEnding(run, found));
          log.note(group, "LOAD_ENDED", "run %s: %s".formatted(run.runId(), found.reason()));
        });
    return ending;
  }

  private Optional<LoadEnding> judge(Run run, LoadSample newest) {
    Workload.Load judged = judged(run, newest.series());
    if (judged.stop() == null) {
      return Optional.empty();
    }
    StopConditions conditions = StopConditions.of(judged);
    Optional<LoadEnding> failures =
        conditions.checkFailures(samples.latest(run.runId(), newest.series()));
    long from = newest.tick() - 2 * StopConditions.samplesNeeded();
    samples.forget(run.runId(), newest.series(), newest.stage(), from);
    return failures.isPresent() || !judged.stop().overSaturation()
        ? failures
        : overSaturation(run, conditions, newest, from);
  }

  private Workload.Load judged(Run run, int series) {
    Workload.Load load = run.workload().load();
    if (!load.isAdaptive()) {
      return load;
    }
    double rate =
        runs.stage(run, series)
            .flatMap(RunStage::rate)
            .orElseGet(() -> RatePlan.of(load).next(List.of()).orElseThrow());
    return RatePlan.stage(load, rate, series == 0);
  }

  private Optional<LoadEnding> overSaturation(
      Run run, StopConditions conditions, LoadSample newest, long from) {
    long working = runs.participantsOf(run).stream().filter(each -> !each.state().ended()).count();
    List<LoadSample> merged =
        samples.merged(run.runId(), newest.series(), newest.stage(), from, (int) working);
    Optional<LoadEnding> last = Optional.empty();
    for (LoadSample sample : merged) {
      last = conditions.check(sample);
    }
    return last;
  }
}
