package eu.aifactory.clients.slurm;

/** What became of a submit. */
public sealed interface SubmitOutcome {

  /**
   * The job exists.
   *
   * @param remark what Slurm warned of, or {@code null}
   */
  record Accepted(long jobId, String remark) implements SubmitOutcome {}

  /** Slurm refused: no job exists, and the same again would be refused again. */
  record Refused(String reason) implements SubmitOutcome {}

  /**
   * Slurm did not accept the credentials: no job exists, and with a valid token the same may
   * succeed.
   */
  record BadCredentials(String reason) implements SubmitOutcome {}

  /** Nothing was sent, or it did not reach Slurm for sure: no job exists; later may succeed. */
  record NotSent(String reason) implements SubmitOutcome {}

  /** The answer was lost or says nothing: the job may exist. */
  record Unknown(String reason) implements SubmitOutcome {}
}
