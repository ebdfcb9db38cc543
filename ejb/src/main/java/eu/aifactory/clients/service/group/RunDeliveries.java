package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import eu.aifactory.clients.service.intake.Outcome;
import eu.aifactory.clients.service.result.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes what agents measured: keeps it, judges the load by it, and ends their parts in runs. */
@ApplicationScoped
@Transactional
public class RunDeliveries {
  private ClientGroups groups;
  private Runs runs;
  private Snapshots snapshots;
  private RunClosing closing;
  private LoadConditions conditions;
  private LateParts late;

  protected RunDeliveries() {
    // for the container
  }

  @Inject
  RunDeliveries(
      ClientGroups groups,
      Runs runs,
      Snapshots snapshots,
      RunClosing closing,
      LoadConditions conditions,
      LateParts late) {
    this.groups = groups;
    this.runs = runs;
    this.snapshots = snapshots;
    this.closing = closing;
    this.conditions = conditions;
    this.late = late;
  }

  /**
   * Agents of a group deliver what they measured. When this returns it is stored, and counted once
   * however often it is delivered; when the run has its result, it is stored as late and counted
   * nowhere. What comes together is stored before any of it ends a part.
   *
   * @return an outcome for each, in their order: {@link UnknownGroupException}, or {@link
   *     UnknownRunException} when the group has no such run or the agent takes no part in it
   */
  public List<Outcome<SnapshotReply>> deliver(long benchmarkId, List<Delivery> deliveries) {
    // The run may be closed at the same time: a part that is acknowledged is in its result.
    Optional<ClientGroup> group = groups.findLiveLocked(benchmarkId);
    if (group.isEmpty()) {
      return deliveries.stream()
          .map(each -> Outcome.<SnapshotReply>refusal(UnknownGroupException.of(benchmarkId)))
          .toList();
    }
    Map<Delivery, Outcome<SnapshotReply>> outcomes = new HashMap<>();
    deliveries.stream()
        .collect(Collectors.groupingBy(Delivery::runId))
        .forEach((runId, ofRun) -> outcomes.putAll(deliver(group.get(), runId, ofRun)));
    return deliveries.stream().map(outcomes::get).toList();
  }

  private Map<Delivery, Outcome<SnapshotReply>> deliver(
      ClientGroup group, String runId, List<Delivery> deliveries) {
    Optional<Run> run = runs.find(group.pk(), runId);
    if (run.isEmpty()) {
      return refused(deliveries, each -> UnknownRunException.of(group, runId));
    }
    Map<String, RunParticipant> participants =
        runs.participants(run.get(), agentsOf(deliveries)).stream()
            .collect(Collectors.toMap(RunParticipant::agent, Function.identity()));
    Map<Boolean, List<Delivery>> byRight =
        deliveries.stream()
            .collect(
                Collectors.partitioningBy(
                    each -> participants.containsKey(each.snapshot().agent())));
    Map<Delivery, Outcome<SnapshotReply>> outcomes =
        new HashMap<>(
            refused(
                byRight.get(false),
                each -> UnknownRunException.ofAgent(each.snapshot().agent(), runId)));
    outcomes.putAll(
        run.get().state().isTerminal()
            ? keptLate(group, run.get(), byRight.get(true))
            : kept(group, run.get(), participants, byRight.get(true)));
    return outcomes;
  }

  private static Set<String> agentsOf(List<Delivery> deliveries) {
    return deliveries.stream().map(each -> each.snapshot().agent()).collect(Collectors.toSet());
  }

  private static Map<Delivery, Outcome<SnapshotReply>> refused(
      List<Delivery> deliveries, Function<Delivery, RuntimeException> why) {
    return deliveries.stream()
        .collect(Collectors.toMap(Function.identity(), each -> Outcome.refusal(why.apply(each))));
  }

  private Map<Delivery, Outcome<SnapshotReply>> keptLate(
      ClientGroup group, Run run, List<Delivery> deliveries) {
    late.keep(group, run, deliveries.stream().map(Delivery::part).toList());
    return deliveries.stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                each ->
                    Outcome.answer(
                        new SnapshotReply(
                            each.snapshot().sequence(), false, HeartbeatReply.STOP))));
  }

  private Map<Delivery, Outcome<SnapshotReply>> kept(
      ClientGroup group,
      Run run,
      Map<String, RunParticipant> participants,
      List<Delivery> deliveries) {
    // By identity: the same may have come twice at once.
    Set<Snapshot> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    counted.addAll(
        snapshots.keep(run.runId(), deliveries.stream().map(Delivery::part).toList(), false));
    Map<Delivery, Outcome<SnapshotReply>> outcomes = new HashMap<>();
    for (Delivery each : deliveries) {
      Snapshot snapshot = each.snapshot();
      boolean isCounted = counted.contains(snapshot);
      LoadEnding ending = conditions.judge(group, run, snapshot, isCounted).orElse(null);
      outcomes.put(
          each,
          Outcome.answer(
              new SnapshotReply(snapshot.sequence(), isCounted, HeartbeatReply.CONTINUE, ending)));
    }
    deliveries.stream()
        .filter(each -> each.snapshot().last())
        .forEach(
            each ->
                closing.participantEnded(
                    group,
                    run,
                    participants.get(each.snapshot().agent()),
                    each.end(),
                    each.snapshot().reason()));
    return outcomes;
  }
}
