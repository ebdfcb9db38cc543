package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobName;
import eu.aifactory.clients.service.dispatch.JobRequest;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.dispatch.Submission;
import eu.aifactory.clients.service.settings.AiServerAddress;
import eu.aifactory.clients.service.settings.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The book that is kept around a submit: intent before, outcome after, each in a transaction of its
 * own, so that whatever dies in between leaves a row that says so.
 */
@ApplicationScoped
@Transactional(TxType.REQUIRES_NEW)
public class DispatchLedger {
  static final int MOST_ATTEMPTS = 3;
  private static final int NONCE_BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private ClientGroups groups;
  private JobAttempts attempts;
  private GroupLog log;
  private AiServerAddress server;
  private ServiceSettings settings;
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
      ServiceSettings settings,
      Clock clock) {
    this.groups = groups;
    this.attempts = attempts;
    this.log = log;
    this.server = server;
    this.settings = settings;
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
    boolean wanted =
        group != null
            && group.desired() == Desired.RUN
            && (group.state() == GroupState.REQUESTED
                || group.state() == GroupState.SUBMIT_UNKNOWN);
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
    before.ifPresent(JobAttempt::superseded);
    JobName name = JobName.of(settings.deployment(), group.benchmarkId(), groupPk);
    JobAttempt attempt =
        new JobAttempt(groupPk, number, settings.dispatcher(), name, newNonce(), clock.instant());
    attempts.add(attempt);
    log.move(group, GroupState.SUBMITTING, "attempt %d as %s".formatted(number, name));
    return Optional.of(new Intent(attempt.dispatcher(), request(group, attempt)));
  }

  /** Stores what the dispatcher said of a submit. */
  public void concluded(long groupPk, String nonce, Submission submission) {
    ClientGroup group = groups.byKeyLocked(groupPk).orElse(null);
    JobAttempt attempt = attempts.currentOf(groupPk).orElse(null);
    if (group == null || attempt == null || !attempt.nonce().equals(nonce)) {
      return;
    }
    switch (submission) {
      case Submission.Submitted submitted ->
          adopt(group, attempt, submitted.job(), submitted.note());
      case Submission.Refused refused -> {
        attempt.refused(refused.reason());
        fail(group, "the dispatcher refused the job: " + refused.reason());
      }
      case Submission.Unknown unknown -> {
        attempt.unknown(unknown.reason());
        if (group.state() == GroupState.SUBMITTING) {
          log.move(group, GroupState.SUBMIT_UNKNOWN, unknown.reason());
        }
      }
    }
  }

  /** A submit was begun by a service that died before it knew the outcome: the job may exist. */
  public void orphaned(long groupPk, Instant bornAt) {
    ClientGroup group = groups.byKeyLocked(groupPk).orElse(null);
    JobAttempt attempt = attempts.currentOf(groupPk).orElse(null);
    if (group != null
        && attempt != null
        && attempt.state() == JobAttempt.State.SUBMITTING
        && attempt.submittedAt().isBefore(bornAt)) {
      attempt.unknown("the service ended during the submit");
      if (group.state() == GroupState.SUBMITTING) {
        log.move(group, GroupState.SUBMIT_UNKNOWN, "the service ended during the submit");
      }
    }
  }

  /** A job was found under the name of a submit whose answer was lost. */
  public void found(long groupPk, JobStatus status) {
    ClientGroup group = groups.byKeyLocked(groupPk).orElse(null);
    JobAttempt attempt = attempts.currentOf(groupPk).orElse(null);
    if (group != null && attempt != null && attempt.mayHaveJob()) {
      adopt(group, attempt, status.job(), status.reason());
    }
  }

  /** The job of a try that shows up by itself, through an agent that knows its nonce. */
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

  private JobRequest request(ClientGroup group, JobAttempt attempt) {
    String address =
        Optional.ofNullable(group.workload().serverAddr())
            .or(server::current)
            .orElseThrow(() -> new IllegalStateException("group without AI server was accepted"));
    return new JobRequest(
        attempt.jobName(),
        attempt.nonce(),
        group.benchmarkId(),
        group.numClients(),
        group.numAgents(),
        group.timeLimit(),
        address,
        settings.serviceUrl(),
        group.correlationId());
  }

  private String newNonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
