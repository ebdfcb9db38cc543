package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.service.agent.Agents;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobName;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.records.DeliveredRecords;
import eu.aifactory.clients.service.result.Results;
import eu.aifactory.clients.service.result.Snapshots;
import eu.aifactory.clients.service.settings.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The book that is kept while a group is wound up, each entry in a transaction of its own. */
@ApplicationScoped
@Transactional(TxType.REQUIRES_NEW)
public class RetirementLedger {
  private ClientGroups groups;
  private JobAttempts attempts;
  private Agents agents;
  private Runs runs;
  private Snapshots snapshots;
  private Results results;
  private DeliveredRecords records;
  private GroupLog log;
  private ServiceSettings settings;
  private Fence fence;
  private Clock clock;

  protected RetirementLedger() {
    // for the container
  }

  @Inject
  RetirementLedger(
      ClientGroups groups,
      JobAttempts attempts,
      Agents agents,
      Runs runs,
      Snapshots snapshots,
      Results results,
      DeliveredRecords records,
      GroupLog log,
      ServiceSettings settings,
      Fence fence,
      Clock clock) {
    this.groups = groups;
    this.attempts = attempts;
    this.agents = agents;
    this.runs = runs;
    this.snapshots = snapshots;
    this.results = results;
    this.records = records;
    this.log = log;
    this.settings = settings;
    this.fence = fence;
    this.clock = clock;
  }

  /** A job of the group that may still be there. */
  public record OpenJob(String dispatcher, JobName name, String nonce, Optional<JobId> jobId) {}

  public List<OpenJob> openJobs(long groupPk) {
    return attempts.of(groupPk).stream()
        .filter(JobAttempt::mayHaveJob)
        .map(a -> new OpenJob(a.dispatcher(), a.jobName(), a.nonce(), a.jobId()))
        .toList();
  }

  public void jobEnded(long groupPk, String nonce, JobStatus end) {
    groups.byKeyLocked(groupPk);
    fence.check(groupPk);
    attempts.of(groupPk).stream()
        .filter(attempt -> attempt.nonce().equals(nonce) && attempt.mayHaveJob())
        .forEach(attempt -> attempt.observed(end));
    agents.jobEnded(groupPk);
  }

  /**
   * No job was found for a submit whose answer was lost.
   *
   * @return whether it was looked for long enough to know that there is none
   */
  public boolean neverExisted(long groupPk, String nonce) {
    groups.byKeyLocked(groupPk);
    fence.check(groupPk);
    JobAttempt attempt =
        attempts.of(groupPk).stream()
            .filter(a -> a.nonce().equals(nonce) && a.mayHaveJob())
            .findFirst()
            .orElse(null);
    if (attempt == null) {
      return true;
    }
    if (attempt.submittedAt().plus(settings.submitQuarantine()).isBefore(clock.instant())) {
      attempt.gone();
      return true;
    }
    return false;
  }

  /** What the group set up on the AI server and nobody uses any more. */
  public Optional<AiService> serviceToRelease(long groupPk) {
    boolean inUse = attempts.of(groupPk).stream().anyMatch(JobAttempt::mayHaveJob);
    return inUse ? Optional.empty() : groups.byKey(groupPk).flatMap(ClientGroup::aiService);
  }

  public void released(long groupPk) {
    groups
        .byKeyLocked(groupPk)
        .ifPresent(
            group -> {
              fence.check(groupPk);
              group.serviceReleased();
              log.note(group, "AI_SERVICE_RELEASED", null);
            });
  }

  /** The service may still be there, and the log says so. */
  public void releaseGivenUp(long groupPk, String why) {
    groups
        .byKeyLocked(groupPk)
        .ifPresent(
            group -> {
              fence.check(groupPk);
              log.note(group, "AI_SERVICE_LEFT", why);
              group.serviceReleased();
            });
  }

  /** Removes the rows of a group that was deleted; its log stays. */
  public void removeIfDeleted(long groupPk) {
    ClientGroup group = groups.byKeyLocked(groupPk).orElse(null);
    if (group == null || group.desired() != Desired.DELETED) {
      return;
    }
    fence.check(groupPk);
    for (Run run : runs.of(groupPk)) {
      snapshots.removeOf(run.runId());
      results.removeOf(run.runId());
      records.removeOf(run.runId());
      runs.remove(run);
    }
    agents.removeOf(groupPk);
    attempts.removeOf(groupPk);
    log.note(group, "REMOVED", null);
    groups.remove(group);
  }
}
