package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobName;
import eu.aifactory.clients.service.dispatch.JobStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One try to have a job for a group: stored before it is made, so that no job goes unowned. */
@Entity
@Table(name = "job_attempt")
public class JobAttempt {
  /** What is known of the try. */
  public enum State {
    SUBMITTING,
    UNKNOWN,
    SUBMITTED,
    REFUSED,
    /** Looked for long enough without being found; another try took its place. */
    SUPERSEDED,
    ENDED;

    static Set<State> thatMayHaveJobs() {
      return EnumSet.of(SUBMITTING, UNKNOWN, SUBMITTED);
    }
  }

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "aif_seq")
  private Long pk;

  @Version private long version;

  @Column(name = "group_pk")
  private long groupPk;

  private int number;
  private String dispatcher;

  @Column(name = "job_name")
  private String jobName;

  private String nonce;

  @Column(name = "job_id")
  private String jobId;

  @Enumerated(EnumType.STRING)
  private State state;

  @Column(name = "job_state")
  private String jobState;

  @Column(name = "job_reason")
  private String jobReason;

  @Column(name = "submitted_at")
  private long submittedAt;

  @Column(name = "lease_epoch")
  private long leaseEpoch;

  protected JobAttempt() {
    // for the container
  }

  /**
   * @param leaseEpoch of the lease under which it is made
   */
  JobAttempt(
      long groupPk,
      int number,
      String dispatcher,
      JobName name,
      String nonce,
      Instant now,
      long leaseEpoch) {
    this.leaseEpoch = leaseEpoch;
    this.groupPk = groupPk;
    this.number = number;
    this.dispatcher = dispatcher;
    this.jobName = name.value();
    this.nonce = nonce;
    this.state = State.SUBMITTING;
    this.submittedAt = now.toEpochMilli();
  }

  void submitted(JobId job, String note) {
    jobId = job.value();
    state = State.SUBMITTED;
    jobReason = note;
  }

  void refused(String reason) {
    state = State.REFUSED;
    jobReason = reason;
  }

  void unknown(String reason) {
    state = State.UNKNOWN;
    jobReason = reason;
  }

  void superseded() {
    state = State.SUPERSEDED;
  }

  void observed(JobStatus status) {
    jobState = status.state();
    jobReason = status.reason();
    if (status.phase().ended()) {
      state = State.ENDED;
    }
  }

  /** It was looked for long enough: there is no such job. */
  void gone() {
    state = State.ENDED;
    jobState = jobState == null ? "GONE" : jobState;
  }

  public long groupPk() {
    return groupPk;
  }

  public int number() {
    return number;
  }

  public String dispatcher() {
    return dispatcher;
  }

  public JobName jobName() {
    return new JobName(jobName);
  }

  /** Names the try: the hash of the token that its agents carry, which is not kept. */
  public String nonce() {
    return nonce;
  }

  public Optional<JobId> jobId() {
    return Optional.ofNullable(jobId).map(JobId::new);
  }

  public State state() {
    return state;
  }

  public String jobState() {
    return jobState;
  }

  public String jobReason() {
    return jobReason;
  }

  public Instant submittedAt() {
    return Instant.ofEpochMilli(submittedAt);
  }

  /**
   * Epoch of the lease under which the submit was begun: whoever has a later one did not begin it.
   */
  long leaseEpoch() {
    return leaseEpoch;
  }

  /** Whether a job of this try may still be there. */
  public boolean mayHaveJob() {
    return State.thatMayHaveJobs().contains(state);
  }
}
