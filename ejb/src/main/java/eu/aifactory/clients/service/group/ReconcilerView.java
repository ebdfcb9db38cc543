package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the reconciler has to know of each group, in three queries. */
@ApplicationScoped
@Transactional
public class ReconcilerView {
  private ClientGroups groups;
  private JobAttempts attempts;
  private Clock clock;

  protected ReconcilerView() {
    // for the container
  }

  @Inject
  ReconcilerView(ClientGroups groups, JobAttempts attempts, Clock clock) {
    this.groups = groups;
    this.attempts = attempts;
    this.clock = clock;
  }

  /**
   * How a group stands.
   *
   * @param unwanted whether it is over, overdue or deleted, so that nothing of it may go on
   * @param dispatcher of its newest try, or {@code null} without one
   * @param jobId of its newest try, as long as that job may be there
   */
  public record Standing(
      long groupPk,
      long benchmarkId,
      GroupState state,
      Instant since,
      boolean unwanted,
      String dispatcher,
      JobName jobName,
      Optional<JobId> jobId,
      Instant submittedAt) {}

  public List<Standing> standings() {
    List<Long> keys = groups.keysToReconcile();
    Map<Long, JobAttempt> newest =
        attempts.of(keys).stream()
            .collect(
                Collectors.toMap(
                    JobAttempt::groupPk, Function.identity(), (older, newer) -> newer));
    return groups.byKeys(keys).stream()
        .map(group -> standing(group, Optional.ofNullable(newest.get(group.pk()))))
        .toList();
  }

  /** A group that has its result keeps it; only its job must not outlive the limit. */
  private boolean isOverdue(ClientGroup group) {
    return group.state() == GroupState.COMPLETED
        && group
            .deadline()
            .map(end -> end.plus(JobWatch.DEADLINE_GRACE).isBefore(clock.instant()))
            .orElse(false);
  }

  private Standing standing(ClientGroup group, Optional<JobAttempt> attempt) {
    return new Standing(
        group.pk(),
        group.benchmarkId(),
        group.state(),
        group.stateSince(),
        group.state().isTerminal() || group.desired() == Desired.DELETED || isOverdue(group),
        attempt.map(JobAttempt::dispatcher).orElse(null),
        attempt.map(JobAttempt::jobName).orElse(null),
        attempt
            .filter(open -> open.state() == JobAttempt.State.SUBMITTED)
            .flatMap(JobAttempt::jobId),
        attempt.map(JobAttempt::submittedAt).orElse(group.createdAt()));
  }
}
