package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AgentToken;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobName;
import eu.aifactory.clients.service.dispatch.JobRequest;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.dispatch.Submission;
import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.settings.AiServerAddress;
import eu.aifactory.clients.service.settings.Deployment;
import eu.aifactory.clients.service.settings.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The book that is kept around a submit: intent before, outcome after, each in a transaction of its
 * own, so that whatever dies in between leaves a row that says so.
 */
@ApplicationScoped
@Transactional(TxType.REQUIRES_NEW)
public class DispatchLedger {
  static final int MOST_ATTEMPTS = 3;
  private static final int TOKEN_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private ClientGroups groups;
  private JobAttempts attempts;
  private GroupLog log;
  private AiServerAddress server;
  private Deployment deployment;
  private ServiceSettings settings;
  private Fence fence;
  private Clock clock;

  protected DispatchLedger() {
    // for the container
  }

  @Inject
  DispatchLedger(
      ClientGroups groups,
      JobAttempts attempts,
      GroupLog log,
      AiServerAddress server,
      Deployment deployment,
      ServiceSettings settings,
      Fence fence,
      Clock clock) {
    this.groups = groups;
    this.attempts = attempts;
    this.log = log;
    this.server = server;
    this.deployment = deployment;
    this.settings = settings;
    this.fence = fence;
    this.clock = clock;
  }

  /** What is to be submitted, and by whom. */
  public record Intent(String dispatcher, JobRequest request) {}

  /**
   * Stores the intent to submit.
   *
   * @return empty when the group wants no job now, or has used up its tries; nothing is to be
   *     submitted then
   */
  public Optional<Intent> begin(long groupPk) {
    ClientGroup group = groups.byKeyLocked(groupPk).orElse(null);
    long epoch = fence.check(groupPk);
    boolean wanted =
        group != null
            && group.desired() == Desired.RUN
            && (group.state() == GroupState.REQUESTED
                || (group.state() == GroupState.SUBMIT_UNKNOWN && wasLookedFor(groupPk)));
    if (!wanted) {
      return Optional.empty();
    }
    Optional<JobAttempt> before = attempts.currentOf(groupPk);
    int number = before.map(attempt -> attempt.number() + 1).orElse(1);
    if (number > MOST_ATTEMPTS) {
      log.move(
          group,
          GroupState.FAILED,
          "the dispatcher answered none of %d submits".formatted(MOST_ATTEMPTS));
      return Optional.empty();
    }
    Optional<String> address = serverOf(group);
    if (address.isEmpty()) {
      log.move(group, GroupState.FAILED, "no AI server is known");
      return Optional.empty();
    }
    before.ifPresent(JobAttempt::superseded);
    JobName name = JobName.of(deployment.name(), group.benchmarkId(), groupPk);
    String token = newToken();
    JobAttempt attempt =
        new JobAttempt(
            groupPk,
            number,
            settings.dispatcher(),
            name,
            AgentToken.hash(token),
            clock.instant(),
            epoch);
    attempts.add(attempt);
    log.move(group, GroupState.SUBMITTING, "attempt %d as %s".formatted(number, name));
    return Optional.of(
        new Intent(attempt.dispatcher(), request(group, attempt, token, address.get())));
  }

  /** Asked here, too: an errand may be late, and what it was to do was done by another instance. */
  private boolean wasLookedFor(long groupPk) {
    Instant givenUp = clock.instant().minus(settings.submitQuarantine());
    return attempts
        .currentOf(groupPk)
        .map(attempt -> attempt.submittedAt().isBefore(givenUp))
        .orElse(true);
  }

  /** No job can be submitted now; the group says why. */
  public void waits(long groupPk, String why) {
    ClientGroup group = groups.byKeyLocked(groupPk).orElse(null);
    fence.check(groupPk);
    if (group != null && group.state().isBeforeJob() && !why.equals(group.reason())) {
      group.waits(why);
    }
  }

  /**
   * Stores what the dispatcher said of a submit.
   *
   * @return a job that came so late that nobody wants it: to be cancelled
   */
  public Optional<JobId> concluded(long groupPk, String nonce, Submission submission) {
    ClientGroup group = groups.byKeyLocked(groupPk).orElse(null);
    fence.check(groupPk);
    JobAttempt attempt = attempts.currentOf(groupPk).orElse(null);
    if (group == null || attempt == null || !attempt.nonce().equals(nonce)) {
      return submission instanceof Submission.Submitted late
          ? Optional.of(late.job())
          : Optional.empty();
    }
    boolean adopted = attempt.jobId().isPresent();
    if (adopted && !(submission instanceof Submission.Submitted)) {
      // Its agent has registered meanwhile: the job exists, whatever became of the answer.
      return Optional.empty();
    }
    switch (submission) {
      case Submission.Submitted submitted ->
          adopt(group, attempt, submitted.job(), submitted.note());
      case Submission.Refused refused -> {
        attempt.refused(refused.reason());
        fail(group, "the dispatcher refused the job: " + refused.reason());
      }
      case Submission.NotNow later -> {
        attempts.remove(attempt);
        // Also from SUBMIT_UNKNOWN, where a submit that took too long was given up: nothing of it
        // is left that could be looked for.
        if (group.state().canBecome(GroupState.REQUESTED)) {
          log.move(group, GroupState.REQUESTED, later.reason());
        }
      }
      case Submission.Unknown unknown -> {
        attempt.unknown(unknown.reason());
        if (group.state() == GroupState.SUBMITTING) {
          log.move(group, GroupState.SUBMIT_UNKNOWN, unknown.reason());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * A submit was begun by an instance that died before it knew the outcome, or could not store it:
   * the job may exist.
   */
  public void orphaned(long groupPk) {
    Instant givenUp = clock.instant().minus(settings.submitQuarantine());
    ClientGroup group = groups.byKeyLocked(groupPk).orElse(null);
    long epoch = fence.check(groupPk);
    JobAttempt attempt = attempts.currentOf(groupPk).orElse(null);
    if (group != null
        && attempt != null
        && attempt.state() == JobAttempt.State.SUBMITTING
        && (attempt.leaseEpoch() < epoch || attempt.submittedAt().isBefore(givenUp))) {
      String why = "the submit's outcome was not stored";
      attempt.unknown(why);
      if (group.state() == GroupState.SUBMITTING) {
        log.move(group, GroupState.SUBMIT_UNKNOWN, why);
      }
    }
  }

  /**
   * Jobs were found under the name of a submit whose answer was lost: one is adopted, if it is of
   * the newest try. Agents of an older one would be turned away.
   *
   * @return the others, to be cancelled
   */
  public List<JobId> found(long groupPk, List<JobStatus> alive) {
    ClientGroup group = groups.byKeyLocked(groupPk).orElse(null);
    fence.check(groupPk);
    JobAttempt attempt = attempts.currentOf(groupPk).orElse(null);
    if (group == null || attempt == null || !attempt.mayHaveJob()) {
      return List.of();
    }
    attempt
        .jobId()
        .or(
            () ->
                alive.stream()
                    .filter(job -> job.mayBeOf(attempt.nonce()))
                    .map(JobStatus::job)
                    .findFirst())
        .ifPresent(job -> adopt(group, attempt, job, null));
    Optional<JobId> own = attempt.jobId();
    return alive.stream().map(JobStatus::job).filter(job -> !own.equals(Optional.of(job))).toList();
  }

  /**
   * The job of a try that shows up by itself, through an agent that knows its token. In the
   * caller's transaction: the log must not tell of an adoption that was rolled back with it.
   */
  @Transactional(TxType.MANDATORY)
  void adopt(ClientGroup group, JobAttempt attempt, JobId job, String note) {
    if (attempt.jobId().isEmpty()) {
      attempt.submitted(job, note);
      log.note(group, "JOB", "%s job %s".formatted(attempt.dispatcher(), job));
    }
    if (group.state() == GroupState.SUBMITTING || group.state() == GroupState.SUBMIT_UNKNOWN) {
      log.move(group, GroupState.QUEUED, "job %s".formatted(job));
    }
  }

  private void fail(ClientGroup group, String why) {
    if (!group.state().isTerminal()) {
      log.move(group, GroupState.FAILED, why);
    }
  }

  /** Empty when it was to be the service's own, and that one started again without. */
  private Optional<String> serverOf(ClientGroup group) {
    return Optional.ofNullable(group.workload().serverAddr()).or(server::current);
  }

  private JobRequest request(ClientGroup group, JobAttempt attempt, String token, String address) {
    return new JobRequest(
        attempt.jobName(),
        attempt.nonce(),
        token,
        group.benchmarkId(),
        group.numClients(),
        group.numAgents(),
        group.timeLimit(),
        address,
        settings.serviceUrl(),
        group.jobOptions(),
        group.correlationId(),
        settings.agentVariables());
  }

  private String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
