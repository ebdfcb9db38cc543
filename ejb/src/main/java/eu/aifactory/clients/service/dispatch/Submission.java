package eu.aifactory.clients.service.dispatch;

/** What became of a submit. */
public sealed interface Submission {

  /**
   * The job exists.
   *
   * @param note what the dispatcher remarked, or {@code null}
   */
  record Submitted(JobId job, String note) implements Submission {}

  /** The dispatcher refused: no job exists, and trying again would not help. */
  record Refused(String reason) implements Submission {}

  /** Nothing was sent, so no job exists; later it may go. */
  record NotNow(String reason) implements Submission {}

  /** The answer was lost: the job may exist. */
  record Unknown(String reason) implements Submission {}
}
