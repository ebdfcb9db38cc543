package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import eu.aifactory.clients.protocol.rates.RatePlan;
import eu.aifactory.clients.protocol.rates.StageOutcome;
import eu.aifactory.clients.protocol.result.RunStages;
import eu.aifactory.clients.service.result.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Leads a sweep or search from stage to stage: chooses each rate once, from what all agents
 * measured before, and lets all of them start it at one instant. Agents ask until they know, and
 * get the same answer however often they ask. The caller holds the group's lock.
 */
@ApplicationScoped
@Transactional
public class StageDirection {
  private Runs runs;
  private Snapshots snapshots;
  private GroupLog log;
  private Clock clock;

  protected StageDirection() {
    // for the container
  }

  @Inject
  StageDirection(Runs runs, Snapshots snapshots, GroupLog log, Clock clock) {
    this.runs = runs;
    this.snapshots = snapshots;
    this.log = log;
    this.clock = clock;
  }

  /**
   * An agent stands before a stage: all requests of the one before have ended, and what it measured
   * of them is stored.
   *
   * @param ready whether it could start
   * @throws InvalidRequestException when the run has no such stage to wait for
   */
  BarrierReply before(
      ClientGroup group, Run run, RunParticipant participant, int number, boolean ready) {
    refuseUnlessItMayFollow(run, number);
    participant.standsBefore(number, ready);
    List<RunParticipant> participants = runs.participantsOf(run);
    RunStage stage = runs.stage(run, number).orElse(null);
    if (stage == null) {
      if (!participants.stream().allMatch(each -> isPast(each, number))) {
        return reply(group.numAgents(), BarrierReply.WAIT, null, null);
      }
      stage = choose(group, run, participants, number);
    }
    if (stage.rate().isEmpty()) {
      return reply(group.numAgents(), BarrierReply.END, null, null);
    }
    if (stage.startAt().isEmpty()
        && participants.stream().allMatch(each -> hasEnded(each) || each.isReadyFor(number))) {
      stage.startsAt(clock.instant().plus(BarrierPace.lead(group.numAgents())));
    }
    Instant start = stage.startAt().orElse(null);
    return reply(
        group.numAgents(),
        start == null ? BarrierReply.WAIT : BarrierReply.GO,
        start,
        stage.rate().orElseThrow());
  }

  /**
   * The answer to an agent that has said before that it stands there, where nothing is left to be
   * decided now; locks nothing. An agent that is lost is waited for no longer, so it is not enough
   * that who asks says nothing new.
   */
  Optional<BarrierReply> knownAnswer(long runPk, int number, int agents) {
    Runs.StageStanding stage = runs.stageStanding(runPk, number).orElse(null);
    if (stage == null) {
      return runs.isAwaited(runPk, number, false)
          ? Optional.of(reply(agents, BarrierReply.WAIT, null, null))
          : Optional.empty();
    }
    if (stage.rate() == null) {
      return Optional.of(reply(agents, BarrierReply.END, null, null));
    }
    if (stage.startAt() != null) {
      Instant start = Instant.ofEpochMilli(stage.startAt());
      return Optional.of(reply(agents, BarrierReply.GO, start, stage.rate()));
    }
    return runs.isAwaited(runPk, number, true)
        ? Optional.of(reply(agents, BarrierReply.WAIT, null, stage.rate()))
        : Optional.empty();
  }

  private void refuseUnlessItMayFollow(Run run, int number) {
    if (!run.workload().load().isAdaptive()) {
      throw new InvalidRequestException(
          "stage is %d, and the load of run %s has none to wait for"
              .formatted(number, run.runId()));
    }
    if (number > 1 && runs.stage(run, number - 1).flatMap(RunStage::rate).isEmpty()) {
      throw new InvalidRequestException(
          "stage is %d, and run %s has no stage %d".formatted(number, run.runId(), number - 1));
    }
  }

  private static boolean isPast(RunParticipant participant, int number) {
    return hasEnded(participant) || participant.isBefore(number);
  }

  private static boolean hasEnded(RunParticipant participant) {
    return participant.state().ended();
  }

  private RunStage choose(
      ClientGroup group, Run run, List<RunParticipant> participants, int number) {
    OptionalDouble rate =
        mayGoOn(run, participants, number)
            ? rateAfter(run, participants, number)
            : OptionalDouble.empty();
    RunStage stage =
        new RunStage(run, number, rate.isPresent() ? Double.valueOf(rate.getAsDouble()) : null);
    runs.add(stage);
    log.note(
        group,
        "STAGE",
        rate.isPresent()
            ? "run %s, stage %d: %s requests/s".formatted(run.runId(), number, rate.getAsDouble())
            : "run %s: no stage follows stage %d".formatted(run.runId(), number - 1));
    return stage;
  }

  /**
   * Without one of its agents the group cannot make a rate: that agent's share of the requests
   * would be missing.
   */
  private boolean mayGoOn(Run run, List<RunParticipant> participants, int number) {
    return participants.stream().noneMatch(StageDirection::hasEnded)
        && runs.ending(run, number - 1).map(LoadEnding::overSaturated).orElse(true);
  }

  private OptionalDouble rateAfter(Run run, List<RunParticipant> participants, int number) {
    RunFigures merged = new RunFigures();
    participants.forEach(
        each -> merged.addAgent(snapshots.sum(run.runId(), each.agent()).figures()));
    List<StageOutcome> outcomes = RunStages.of(run.workload(), merged).outcomes();
    // Of a stage in which nothing was due there is nothing to choose by.
    return outcomes.size() == number
        ? RatePlan.of(run.workload().load()).next(outcomes)
        : OptionalDouble.empty();
  }

  private BarrierReply reply(int agents, String command, Instant startAt, Double rate) {
    return new BarrierReply(
        command,
        null,
        startAt == null ? null : Seconds.of(startAt),
        null,
        Seconds.of(clock.instant()),
        rate,
        Seconds.of(BarrierPace.askAfter(agents)));
  }
}
