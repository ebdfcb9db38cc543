package eu.aifactory.clients.slurm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of a submit, from what sbatch printed. It has words only, no numbers: those of a
 * refusal by slurmctld are known, and whatever else it says after it began to submit is unknown.
 */
final class SbatchAnswer {
  private static final Pattern JOB_ID = Pattern.compile("(?m)^(\\d{1,18})(;.*)?$");
  private static final Pattern FAILED = Pattern.compile("(?m)Batch job submission failed: *(.*)$");
  private static final Pattern NOT_TAKEN =
      Pattern.compile(
          "Unable to contact slurm controller \\(connect failure\\)"
              + "|Requested nodes are busy|Unable to create job record.*|MaxJobCount limit reached"
              + "|System submissions disabled|.*in standby mode.*|Resource temporarily unavailable"
              + "|Rate limit exceeded.*");
  private static final Pattern CREDENTIALS =
      Pattern.compile("Protocol authentication error|Authentication .*|Invalid authentication.*");
  private static final Pattern REFUSED =
      Pattern.compile(
          "(Invalid|Requested|Required|Requires|Access|Node count|CPU count|Task|More processors"
              + "|No partition|User's group|Pathname|Memory required|Duplicate generic|Circular"
              + "|Only batch|Cannot request|Multiple|Time limit specification"
              + "|Environment is missing|Insufficient GRES|Immediate execution|Burst Buffer"
              + "|Container|Partition|Group ID|Licenses currently"
              + "|Unable to (satisfy|layout)"
              + "|Job (violates|dependency|script|size|cannot|can not|--batch)).*");
  // A command that found no configuration, or was ended by a signal, says nothing of the job.
  private static final Pattern NOT_BEGUN = Pattern.compile("(?s).*(fatal:|fetch_config).*");

  // As a shell says it, when sbatch is a script around the real one.
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private SbatchAnswer() {}

  static SubmitOutcome outcome(SlurmCommand.Finished sbatch) {
    Matcher id = JOB_ID.matcher(sbatch.text());
    if (id.find()) {
      String remark = PlainText.line(sbatch.errors());
      return new SubmitOutcome.Accepted(
          Long.parseLong(id.group(1)), remark.isEmpty() ? null : remark);
    }
    Matcher failed = FAILED.matcher(sbatch.errors());
    if (failed.find()) {
      return ofFailure(failed.group(1).strip(), PlainText.line(sbatch.errors()));
    }
    return beforeSubmit(sbatch);
  }

  private static SubmitOutcome ofFailure(String cause, String words) {
    if (NOT_TAKEN.matcher(cause).matches()) {
      return new SubmitOutcome.NotSent("Slurm could not take the job: %s.".formatted(words));
    }
    if (CREDENTIALS.matcher(cause).matches()) {
      return new SubmitOutcome.BadCredentials(
          "Slurm did not accept this user's credentials: %s.".formatted(words));
    }
    return REFUSED.matcher(cause).matches()
        ? new SubmitOutcome.Refused("Slurm refused the job: %s.".formatted(words))
        : unknown(words);
  }

  private static SubmitOutcome beforeSubmit(SlurmCommand.Finished sbatch) {
    String words = PlainText.line(sbatch.errors());
    boolean isEndedBySignal = sbatch.exitCode() > 128 && sbatch.exitCode() < 160;
    if (sbatch.exitCode() == 0 || isEndedBySignal || words.isEmpty()) {
      return unknown("exit code %d %s".formatted(sbatch.exitCode(), words).strip());
    }
    boolean isNotRun = sbatch.exitCode() == NOT_EXECUTABLE || sbatch.exitCode() == NOT_FOUND;
    return isNotRun || NOT_BEGUN.matcher(words).matches()
        ? new SubmitOutcome.NotSent("sbatch could not begin: %s.".formatted(words))
        : new SubmitOutcome.Refused("sbatch refused the job: %s.".formatted(words));
  }

  private static SubmitOutcome unknown(String words) {
    return new SubmitOutcome.Unknown(
        "It is not known whether Slurm took the job; sbatch said: %s.".formatted(words));
  }
}
