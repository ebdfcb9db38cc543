package eu.aifactory.clients.service.dispatch;

/**
 * How a job stands.
 *
 * @param nonce of the attempt that submitted it, or {@code null} when the dispatcher does not say
 * @param state in the dispatcher's own words
 * @param reason in the dispatcher's own words, or {@code null}
 */
public record JobStatus(JobId job, String nonce, Phase phase, String state, String reason) {

  /** What a job's state means, whatever the dispatcher calls it. */
  public enum Phase {
    WAITING,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED,
    TIMED_OUT;

    /** Whether the job holds nothing any more. */
    public boolean ended() {
      return compareTo(RUNNING) > 0;
    }
  }
}
