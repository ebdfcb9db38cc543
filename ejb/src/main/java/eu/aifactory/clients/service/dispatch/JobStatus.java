package eu.aifactory.clients.service.dispatch;

import java.util.Optional;

/**
 * How a job stands.
 *
 * @param mark of the attempt that submitted it, or {@code null} when the dispatcher does not say
 * @param state in the dispatcher's own words
 * @param reason for people, or {@code null}
 */
public record JobStatus(
    JobId job, JobName name, JobMark mark, Phase phase, String state, String reason) {

  /** What a job's state means, whatever the dispatcher calls it. */
  public enum Phase {
    WAITING,
    /** It ran, and waits to run again. */
    REQUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED,
    TIMED_OUT,
    /** The dispatcher says that it has no such job. */
    GONE;

    /** Whether the job holds nothing any more. */
    public boolean ended() {
      return compareTo(RUNNING) > 0;
    }
  }

  /** The job is known not to be there; its name is not known then. */
  public static JobStatus gone(JobId job) {
    return new JobStatus(
        job, null, null, Phase.GONE, "GONE", "the dispatcher has no such job any more");
  }

  /** Whether it can be the job of the attempt that has this nonce. */
  public boolean mayBeOf(String nonce) {
    return Optional.ofNullable(mark).map(JobMark.of(nonce)::equals).orElse(true);
  }
}
