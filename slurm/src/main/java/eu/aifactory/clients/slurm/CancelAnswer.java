package eu.aifactory.clients.slurm;

import java.util.ArrayList;
import java.util.List;

/** Whether a cancelled job runs no longer than Slurm lets it, from the answer to the DELETE. */
final class CancelAnswer {
  private CancelAnswer() {}

  static boolean isDone(RestAnswer answer) {
    if (answer.form() != RestAnswer.Form.JSON) {
      return false;
    }
    List<SlurmError> errors = new ArrayList<>(answer.errors());
    errors.addAll(answer.cancelErrors());
    return errors.isEmpty()
        ? answer.status() == 200
        : errors.stream().allMatch(CancelAnswer::isOfEndedJob);
  }

  private static boolean isOfEndedJob(SlurmError error) {
    return switch (error.meaning()) {
      case NO_SUCH_JOB, ALREADY_ENDED -> true;
      // v0.0.36 has no number for it, only the words.
      default -> error.number() == 0 && error.text().endsWith("Invalid job id specified");
    };
  }
}
