package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.RunId;
import eu.aifactory.clients.service.agent.Agent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Leads a run from its order to its end: who takes part, the barrier before the start. All of it is
 * rows, so a service that starts again goes on where the last one stopped.
 */
@ApplicationScoped
@Transactional
public class RunCoordinator {
  private ClientGroups groups;
  private Runs runs;
  private RunClosing closing;
  private StageDirection stages;
  private GroupLog log;
  private Clock clock;

  protected RunCoordinator() {
    // for the container
  }

  @Inject
  RunCoordinator(
      ClientGroups groups,
      Runs runs,
      RunClosing closing,
      StageDirection stages,
      GroupLog log,
      Clock clock) {
    this.groups = groups;
    this.runs = runs;
    this.closing = closing;
    this.stages = stages;
    this.log = log;
    this.clock = clock;
  }

  /** Stores a new run of the group with its live agents, and what each is to be told. */
  Run begin(ClientGroup group, List<Agent> agents, String serverAddr) {
    if (group.state() == GroupState.COMPLETED) {
      log.move(group, GroupState.READY, "to be run again");
    }
    String correlationId = CorrelationId.current().orElse(group.correlationId());
    Run run = new Run(RunId.at(clock.instant()), group, serverAddr, correlationId, clock.instant());
    runs.add(run);
    log.move(group, GroupState.RUNNING, "run " + run.runId());
    runs.flush();
    for (int rank = 0; rank < agents.size(); rank++) {
      runs.add(new RunParticipant(run.pk(), agents.get(rank).name(), rank));
    }
    return run;
  }

  /**
   * An agent asks whether all are ready, for the run or for one of its stages. Agents ask again and
   * again: one that says nothing new is answered without a lock, from a few short queries.
   *
   * @throws UnknownRunException when the group has no such run, or the agent takes no part in it
   */
  public BarrierReply atBarrier(long benchmarkId, String runId, Barrier barrier) {
    AgentMessages.check(barrier);
    Optional<BarrierReply> known = knownAnswer(benchmarkId, runId, barrier);
    if (known.isPresent()) {
      return known.get();
    }
    ClientGroup group = groups.liveLocked(benchmarkId);
    Run run = required(group, runId);
    RunParticipant participant = required(run, barrier.agent());
    if (barrier.service() != null) {
      setUp(group, run, barrier.service());
    }
    if (run.state().isTerminal()) {
      return abort(run.reason() == null ? "the run is over" : run.reason());
    }
    if (barrier.failure() != null) {
      String why = "agent %s: %s".formatted(barrier.agent(), barrier.failure());
      participant.ended(RunParticipant.State.FAILED, barrier.failure());
      closing.fail(group, run, why);
      return abort(why);
    }
    if (barrier.stage() != null) {
      return stages.before(group, run, participant, barrier.stage(), barrier.ready());
    }
    participant.reached(RunParticipant.at(barrier));
    if (barrier.ready() && run.startAt().isEmpty()) {
      startWhenAllAreReady(group, run);
    }
    return waitOrGo(run.aiService().orElse(null), run.startAt(), group.numAgents());
  }

  /**
   * Of an agent that says nothing new. It can miss no start: that is decided when one more agent is
   * ready, and who says so takes the lock.
   */
  private Optional<BarrierReply> knownAnswer(long benchmarkId, String runId, Barrier barrier) {
    ClientGroups.KeyAndAgents group =
        groups.liveKey(benchmarkId).orElseThrow(() -> UnknownGroupException.of(benchmarkId));
    return runs.standing(group.pk(), runId, barrier.agent())
        .filter(standing -> standing.hasHeard(barrier))
        .flatMap(
            standing ->
                barrier.stage() == null
                    ? Optional.of(waitOrGo(standing.service(), standing.start(), group.numAgents()))
                    : stages.knownAnswer(standing.runPk(), barrier.stage(), group.numAgents()));
  }

  private BarrierReply waitOrGo(AiService service, Optional<Instant> start, int agents) {
    return new BarrierReply(
            start.isPresent() ? BarrierReply.GO : BarrierReply.WAIT,
            service,
            start.map(Seconds::of).orElse(null),
            null,
            Seconds.of(clock.instant()))
        .askedAgainAfter(Seconds.of(BarrierPace.askAfter(agents)));
  }

  /** Also after the run's end: whoever created a service counts on the group to release it. */
  private void setUp(ClientGroup group, Run run, AiService service) {
    if (run.aiService().isPresent()) {
      return;
    }
    refuseOtherServer(run, service);
    run.serviceSetUp(service);
    if (service.created()) {
      group.serviceSetUp(service);
    }
    log.note(group, "AI_SERVICE", "%s %s".formatted(service.kind(), service.baseUrl()));
  }

  /** The service calls this address to release what was lent: no agent leads it elsewhere. */
  private static void refuseOtherServer(Run run, AiService service) {
    String ordered = run.serverAddr().replaceAll("/+$", "");
    if (!ordered.equals(service.baseUrl())) {
      throw new InvalidRequestException(
          "service.base_url is \"%s\", and the run's AI server \"%s\""
              .formatted(service.baseUrl(), ordered));
    }
  }

  private void startWhenAllAreReady(ClientGroup group, Run run) {
    if (runs.areAllReady(run)) {
      Instant start = clock.instant().plus(BarrierPace.lead(group.numAgents()));
      run.startsAt(start);
      log.note(group, "RUN_START", "run %s starts at %s".formatted(run.runId(), start));
    }
  }

  private BarrierReply abort(String reason) {
    return new BarrierReply(BarrierReply.ABORT, null, null, reason, Seconds.of(clock.instant()));
  }

  private Run required(ClientGroup group, String runId) {
    return runs.find(group.pk(), runId).orElseThrow(() -> UnknownRunException.of(group, runId));
  }

  private RunParticipant required(Run run, String agent) {
    return runs.participant(run, agent)
        .orElseThrow(() -> UnknownRunException.ofAgent(agent, run.runId()));
  }
}
