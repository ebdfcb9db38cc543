package eu.aifactory.clients.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What became of a submit, from the answer to it. In doubt the job may exist. */
final class SubmitAnswer {
  // slurmrestd says with these, in words, that it could not read the question.
  private static final Set<Integer> QUESTION_NOT_READ = Set.of(400, 405, 406, 411, 413, 415, 422);

  private SubmitAnswer() {}

  static SubmitOutcome outcome(RestAnswer answer) {
    if (answer.jobId().isPresent()) {
      // Whatever else it says: older versions answer 500, and name as errors what later ones warn
      // of.
      return new SubmitOutcome.Accepted(answer.jobId().getAsLong(), remark(answer));
    }
    if (answer.isBadCredentials()) {
      return new SubmitOutcome.BadCredentials(
          "Slurm did not accept the token: %s.".formatted(answer.words()));
    }
    if (answer.isNoSuchPath()) {
      return new SubmitOutcome.NotSent(
          "slurmrestd does not serve this version of its API: %s.".formatted(answer.words()));
    }
    return answer.form() == RestAnswer.Form.JSON ? ofErrors(answer) : ofForm(answer);
  }

  private static SubmitOutcome ofErrors(RestAnswer answer) {
    List<SlurmError> errors = answer.errors();
    if (SlurmError.first(errors, ErrorMeaning.NOT_TAKEN).isPresent()) {
      return new SubmitOutcome.NotSent(
          "Slurm could not take the job: %s.".formatted(answer.words()));
    }
    boolean isRefused =
        SlurmError.first(errors, ErrorMeaning.REFUSED).isPresent()
            || SlurmError.first(errors, ErrorMeaning.NO_SUCH_JOB).isPresent()
            || !errors.isEmpty() && QUESTION_NOT_READ.contains(answer.status());
    return isRefused
        ? new SubmitOutcome.Refused("Slurm refused the job: %s.".formatted(answer.words()))
        : unknown(answer);
  }

  private static SubmitOutcome ofForm(RestAnswer answer) {
    boolean isFromSlurm =
        answer.form() == RestAnswer.Form.TEXT || answer.form() == RestAnswer.Form.EMPTY;
    return isFromSlurm && QUESTION_NOT_READ.contains(answer.status())
        ? new SubmitOutcome.Refused("slurmrestd refused the job: %s.".formatted(answer.words()))
        : unknown(answer);
  }

  private static SubmitOutcome unknown(RestAnswer answer) {
    return new SubmitOutcome.Unknown(
        "It is not known whether Slurm took the job; slurmrestd answered: %s."
            .formatted(answer.words()));
  }

  private static String remark(RestAnswer answer) {
    List<SlurmError> remarks = new ArrayList<>(answer.errors());
    remarks.addAll(answer.warnings());
    return remarks.isEmpty() ? null : SlurmError.words(remarks);
  }
}
