package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.agent.Agents;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.settings.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Draws the consequences of what is observed: of jobs, of silence, of deadlines. */
@ApplicationScoped
@Transactional(TxType.REQUIRES_NEW)
public class JobWatch {
  /** The job itself ends at its limit; the service only when the job did not. */
  static final Duration DEADLINE_GRACE = Duration.ofSeconds(60);

  /** For a job to end whose agents have: a KillWait, and until somebody looks. */
  static final Duration END_LIMIT = Duration.ofSeconds(90);

  private static final String REQUEUED =
      "the job ran and was then put back into the queue: it is cancelled, create the group again";

  private ClientGroups groups;
  private JobAttempts attempts;
  private Agents agents;
  private Runs runs;
  private RunClosing closing;
  private GroupLog log;
  private ServiceSettings settings;
  private Fence fence;
  private Clock clock;

  protected JobWatch() {
    // for the container
  }

  @Inject
  JobWatch(
      ClientGroups groups,
      JobAttempts attempts,
      Agents agents,
      Runs runs,
      RunClosing closing,
      GroupLog log,
      ServiceSettings settings,
      Fence fence,
      Clock clock) {
    this.groups = groups;
    this.attempts = attempts;
    this.agents = agents;
    this.runs = runs;
    this.closing = closing;
    this.log = log;
    this.settings = settings;
    this.fence = fence;
    this.clock = clock;
  }

  /**
   * Takes in how the job of a group's current try stands.
   *
   * <p>A job that was requeued has lost its agents, and others must not take their place without
   * being asked for.
   */
  public void observed(long groupPk, JobStatus status) {
    ClientGroup group = groups.byKeyLocked(groupPk).orElse(null);
    fence.check(groupPk);
    JobAttempt attempt = attempts.currentOf(groupPk).orElse(null);
    if (group == null || attempt == null || attempt.state() != JobAttempt.State.SUBMITTED) {
      return;
    }
    attempt.observed(status);
    if (attempt.state() == JobAttempt.State.ENDED) {
      jobEnded(group, status);
    } else if (status.phase() == JobStatus.Phase.RUNNING && group.state() == GroupState.QUEUED) {
      group.began(clock.instant());
      log.move(group, GroupState.STARTING, "the job runs");
    } else if (status.phase() == JobStatus.Phase.REQUEUED) {
      runs.inHand(group.pk()).ifPresent(run -> closing.closeWithJob(group, run, REQUEUED));
      if (!group.state().isTerminal()) {
        log.move(group, GroupState.FAILED, REQUEUED);
      }
    }
  }

  private void jobEnded(ClientGroup group, JobStatus status) {
    agents.jobEnded(group.pk());
    String why = status.reason() == null ? "the job is " + status.state() : status.reason();
    log.note(group, "JOB_ENDED", why);
    runs.inHand(group.pk()).ifPresent(run -> closing.closeWithJob(group, run, why));
    // A group that has its result keeps it: its agents were only waiting for another run.
    if (!group.state().isTerminal() && group.state() != GroupState.COMPLETED) {
      log.move(group, stateAfter(status), why);
    }
  }

  private static GroupState stateAfter(JobStatus status) {
    return switch (status.phase()) {
      case TIMED_OUT -> GroupState.TIMED_OUT;
      case CANCELLED -> GroupState.CANCELLED;
      default -> GroupState.FAILED;
    };
  }

  /** Ends what has waited for too long: for agents, for the barrier, for the job's own end. */
  public void deadlines(long groupPk) {
    ClientGroup group = groups.byKeyLocked(groupPk).orElse(null);
    fence.check(groupPk);
    if (group == null || group.state().isTerminal()) {
      return;
    }
    Instant now = clock.instant();
    if (group.state().isBeforeJob()
        && group.createdAt().plus(settings.submitDeadline()).isBefore(now)) {
      log.move(
          group,
          GroupState.FAILED,
          "no job could be submitted within %d s: %s"
              .formatted(settings.submitDeadline().toSeconds(), group.reason()));
      return;
    }
    if (group.state() == GroupState.STARTING && present(group) >= group.numAgents()) {
      // Agents that came before their job was known to run.
      log.move(group, GroupState.READY, "%d agents".formatted(group.numAgents()));
    }
    if (group.state() == GroupState.STARTING
        && group.stateSince().plus(settings.connectDeadline()).isBefore(now)) {
      log.move(
          group,
          GroupState.FAILED,
          "only %d of %d agents registered within %d s"
              .formatted(
                  present(group), group.numAgents(), settings.connectDeadline().toSeconds()));
      return;
    }
    Optional<Run> run = runs.inHand(groupPk);
    if (run.isPresent() && waitsTooLong(run.get(), now)) {
      closing.fail(
          group,
          run.get(),
          "not all agents were ready within %d s".formatted(settings.barrierTimeout().toSeconds()));
      return;
    }
    if (run.isEmpty() && group.state() == GroupState.RUNNING) {
      awaitEnd(group, now);
      return;
    }
    run.ifPresent(open -> closing.dropGone(group, open, now.minus(settings.agentLostAfter())));
    if (group.state().isTerminal()) {
      return;
    }
    boolean overdue =
        group.deadline().map(end -> end.plus(DEADLINE_GRACE).isBefore(now)).orElse(false);
    if (overdue && group.state() != GroupState.COMPLETED) {
      run.filter(open -> !open.state().isTerminal())
          .ifPresent(open -> closing.closeWithJob(group, open, "the time limit ended"));
      log.move(group, GroupState.TIMED_OUT, "the time limit ended and the job was still there");
    }
  }

  /** The agents were told to end, and their job's end says why: for as long as one may take. */
  private void awaitEnd(ClientGroup group, Instant now) {
    runs.of(group.pk()).stream()
        .findFirst()
        .filter(last -> last.endedAt().orElse(now).plus(END_LIMIT).isBefore(now))
        .ifPresent(last -> log.move(group, GroupState.FAILED, last.reason()));
  }

  private long present(ClientGroup group) {
    return agents.of(group.pk()).stream().filter(agent -> !agent.state().isGone()).count();
  }

  private boolean waitsTooLong(Run run, Instant now) {
    return run.state() == RunState.PREPARING
        && run.startedAt().plus(settings.barrierTimeout()).isBefore(now);
  }

  /** Keys of the groups whose agents {@link #silence} has to look at. */
  public List<Long> groupsWithSilence(Instant listeningSince) {
    Instant suspectBefore = clock.instant().minus(settings.agentSuspectAfter());
    return listeningSince.isBefore(suspectBefore)
        ? agents.groupsWithSilence(suspectBefore)
        : List.of();
  }

  /**
   * Marks a group's agents that were silent for too long, and takes the lost ones out of its run.
   *
   * @param listeningSince when this service began to hear
   */
  public void silence(long groupPk, Instant listeningSince) {
    Instant now = clock.instant();
    // The group first, then its agents, as everybody takes them: else two could wait for another.
    groups
        .byKeyLocked(groupPk)
        .ifPresent(
            group -> {
              fence.check(groupPk);
              agents
                  .markSilent(
                      groupPk,
                      listeningSince,
                      now.minus(settings.agentSuspectAfter()),
                      now.minus(settings.agentLostAfter()))
                  .forEach(agent -> lost(group, agent.name()));
            });
  }

  private void lost(ClientGroup group, String agent) {
    String why = "not heard for %d s".formatted(settings.agentLostAfter().toSeconds());
    log.note(group, "AGENT_LOST", "%s: %s".formatted(agent, why));
    runs.inHand(group.pk()).ifPresent(run -> closing.agentLost(group, run, agent, why));
    if (group.state() == GroupState.READY || group.state() == GroupState.STARTING) {
      log.move(group, GroupState.FAILED, "agent %s is lost: %s".formatted(agent, why));
    }
  }
}
