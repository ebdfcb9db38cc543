package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AgentLoss;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.Slice;
import eu.aifactory.clients.protocol.result.AgentFigures;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.protocol.result.ResultAssembly;
import eu.aifactory.clients.protocol.result.RunStages;
import eu.aifactory.clients.protocol.result.SteadyPart;
import eu.aifactory.clients.protocol.result.SteadyWindow;
import eu.aifactory.clients.service.agent.Agent;
import eu.aifactory.clients.service.agent.Agents;
import eu.aifactory.clients.service.result.Results;
import eu.aifactory.clients.service.result.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Ends a run: merges what was delivered, judges it, stores the result. */
@ApplicationScoped
@Transactional
public class RunClosing {
  private Runs runs;
  private Agents agents;
  private Snapshots snapshots;
  private Results results;
  private GroupLog log;
  private Clock clock;

  protected RunClosing() {
    // for the container
  }

  @Inject
  RunClosing(
      Runs runs, Agents agents, Snapshots snapshots, Results results, GroupLog log, Clock clock) {
    this.runs = runs;
    this.agents = agents;
    this.snapshots = snapshots;
    this.results = results;
    this.log = log;
    this.clock = clock;
  }

  /**
   * A participant's part is over: the run ends with its last one, and at once when it has not
   * started, because it cannot start without one of them. The caller holds the group's lock.
   */
  void participantEnded(
      ClientGroup group,
      Run run,
      RunParticipant participant,
      RunParticipant.State how,
      String why) {
    participant.ended(how, why);
    if (run.state().isTerminal()) {
      return;
    }
    if (runs.haveAllEnded(run)) {
      close(group, run, runs.participantsOf(run));
    } else if (run.startAt().isEmpty()) {
      fail(
          group,
          run,
          "agent %s is %s before the start%s"
              .formatted(participant.agent(), participant.state(), why == null ? "" : ": " + why));
    }
  }

  private void close(ClientGroup group, Run run, List<RunParticipant> participants) {
    Optional<RunParticipant> delivered =
        participants.stream()
            .filter(participant -> participant.state() == RunParticipant.State.COMPLETED)
            .findAny();
    Result result = store(group, run, participants);
    if (delivered.isPresent()) {
      run.completed(result.verdict(), clock.instant());
      log.move(
          group, GroupState.COMPLETED, "run %s is %s".formatted(run.runId(), result.verdict()));
    } else {
      String why =
          "no agent completed run %s: %s"
              .formatted(run.runId(), firstReason(participants).orElse("no agent is left"));
      run.failed(why, result.verdict(), clock.instant());
      if (participants.stream().allMatch(each -> each.state() == RunParticipant.State.STOPPED)) {
        // They were told to end, so their job is ending: how it ends says what became of the group.
        log.note(group, "AGENTS_STOPPED", why);
      } else {
        log.move(group, GroupState.FAILED, why);
      }
    }
  }

  /** Ends the run as failed, with whatever was delivered up to now, and the group with it. */
  void fail(ClientGroup group, Run run, String why) {
    end(group, run, RunParticipant.State.FAILED, why);
  }

  private void end(ClientGroup group, Run run, RunParticipant.State others, String why) {
    endParticipants(run, others, why);
    Result result = store(group, run, runs.participantsOf(run));
    run.failed(why, result.verdict(), clock.instant());
    log.move(group, GroupState.FAILED, why);
  }

  /**
   * Ends the run because its job is over: what was delivered becomes its result. The caller decides
   * what becomes of the group.
   */
  void closeWithJob(ClientGroup group, Run run, String why) {
    endParticipants(run, RunParticipant.State.LOST, why);
    Result result = store(group, run, runs.participantsOf(run));
    run.failed(why, result.verdict(), clock.instant());
  }

  /**
   * An agent is lost: the run goes on without it, or ends, as the group wants it. The caller holds
   * the group's lock.
   */
  void agentLost(ClientGroup group, Run run, String agent, String why) {
    runs.participantsOf(run).stream()
        .filter(participant -> participant.agent().equals(agent) && !participant.state().ended())
        .findFirst()
        .ifPresent(
            participant -> {
              if (group.onAgentLost() == AgentLoss.ABORT && run.startAt().isPresent()) {
                participant.ended(RunParticipant.State.LOST, why);
                abort(group, run, agent, why);
              } else {
                participantEnded(group, run, participant, RunParticipant.State.LOST, why);
              }
            });
  }

  /** A failed group tells its agents to end, has its job cancelled and its service released. */
  private void abort(ClientGroup group, Run run, String lost, String why) {
    String sentence =
        "the run was ended because agent %s is lost (%s) and on_agent_lost is %s"
            .formatted(lost, why, group.onAgentLost().wireName());
    end(group, run, RunParticipant.State.STOPPED, sentence);
  }

  /**
   * Takes out of the run whoever said good-bye, was silent since and never delivered its last part.
   * The caller holds the group's lock.
   */
  void dropGone(ClientGroup group, Run run, Instant silentSince) {
    agents.of(group.pk()).stream()
        .filter(agent -> agent.state().isGone() && agent.lastHeartbeat().isBefore(silentSince))
        .forEach(agent -> agentLost(group, run, agent.name(), "gone without its last figures"));
  }

  private void endParticipants(Run run, RunParticipant.State how, String why) {
    runs.participantsOf(run).forEach(participant -> participant.ended(how, why));
  }

  private Result store(ClientGroup group, Run run, List<RunParticipant> participants) {
    Map<String, Agent> known =
        agents.of(group.pk()).stream().collect(Collectors.toMap(Agent::name, Function.identity()));
    RunFigures stages = new RunFigures();
    List<Slice> slices = new ArrayList<>();
    List<AgentFigures> delivered =
        participants.stream()
            .map(
                participant ->
                    figuresOf(run, participant, known.get(participant.agent()), stages, slices))
            .toList();
    SteadyPart steady = steady(run, participants, slices);
    Result result =
        ResultAssembly.assemble(
            group.benchmarkId(),
            run.runId(),
            run.startAt().orElse(run.startedAt()),
            group.numClients(),
            run.workload(),
            provenance(run),
            delivered,
            RunStages.of(run.workload(), stages),
            steady);
    results.keep(result);
    return result;
  }

  /** Adds its figures to those of all: one by one, as histograms by stage are large. */
  private AgentFigures figuresOf(
      Run run, RunParticipant participant, Agent agent, RunFigures stages, List<Slice> slices) {
    Snapshots.Sum sum = snapshots.sum(run.runId(), participant.agent());
    if (participant.state() == RunParticipant.State.LOST) {
      sum.figures().agentLost();
    }
    slices.addAll(sum.slices());
    stages.addAgent(sum.figures());
    return new AgentFigures(
        participant.agent(),
        agent == null ? null : agent.address(),
        agent == null ? null : agent.node(),
        agent == null ? null : agent.clockOffsetMs(),
        sum.figures().whole().toParts(),
        sum.health(),
        participant.state().name(),
        participant.reason(),
        sum.server(),
        sum.machine(),
        sum.clockUncertaintyMs());
  }

  private SteadyPart steady(Run run, List<RunParticipant> participants, List<Slice> slices) {
    SteadyWindow window = SteadyWindow.of(slices);
    SteadyPart steady = new SteadyPart(window);
    window
        .span()
        .ifPresent(
            span ->
                participants.forEach(
                    each -> snapshots.addSteady(steady, span, run.runId(), each.agent())));
    return steady;
  }

  private static Result.Provenance provenance(Run run) {
    Result.Server server =
        run.aiService().map(Result.Server::of).orElseGet(() -> Result.Server.at(run.serverAddr()));
    return new Result.Provenance(
        SoftwareVersion.name(), server, null, System.getProperty("java.version"), null);
  }

  private static Optional<String> firstReason(List<RunParticipant> participants) {
    return participants.stream()
        .map(RunParticipant::reason)
        .filter(reason -> reason != null)
        .findFirst();
  }
}
