package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobMark;
import eu.aifactory.clients.service.dispatch.JobName;
import eu.aifactory.clients.service.dispatch.JobOutput;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.dispatch.JobStatus.Phase;
import eu.aifactory.clients.service.dispatch.LastLine;
import eu.aifactory.clients.slurm.SlurmJobInfo;
import eu.aifactory.clients.slurm.SlurmJobState;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What Slurm's words for a job mean for its group, and what a person can do about it. */
final class JobReading {
  /** By which the batch script says that it ended the agents ahead of the limit. */
  private static final int LIMIT_CODE = 124;

  /** A shell's code for a process that a signal ended is the signal's number above this. */
  private static final int SIGNALLED = 128;

  private static final int KILLED = 9;

  /** With which slurmstepd ends when it cannot open a job's output or enter its folder. */
  private static final int SETUP_SIGNAL = 53;

  /** What Slurm itself says of an ending, behind the agent's own words. */
  private static final Predicate<String> SLURMS =
      Pattern.compile("(srun|slurmstepd(-\\S+)?): .*").asMatchPredicate();

  /** The number of the task that srun puts before its lines. */
  private static final Pattern LABEL = Pattern.compile("^\\d+: ");

  private final JobPlan plan;
  private final Cancellations cancelled;

  JobReading(JobPlan plan, Cancellations cancelled) {
    this.plan = plan;
    this.cancelled = cancelled;
  }

  /** Empty for a job that is no group's: its name is another kind of name. */
  Optional<JobStatus> status(SlurmJobInfo info) {
    if (info.name() == null || !JobName.isLegal(info.name())) {
      return Optional.empty();
    }
    JobName name = new JobName(info.name());
    JobMark mark = JobPlan.mark(info.comment()).orElse(null);
    Phase phase = phase(info);
    String reason = phase.ended() ? ending(info, name, mark) : waiting(info);
    return Optional.of(
        new JobStatus(
            new JobId(Long.toString(info.jobId())), name, mark, phase, state(info), reason));
  }

  private static String state(SlurmJobInfo info) {
    return info.ending() ? info.state() + ",COMPLETING" : info.state().name();
  }

  private static Phase phase(SlurmJobInfo info) {
    if (info.ending()) {
      // It still holds its nodes, and its agents may still deliver.
      return Phase.RUNNING;
    }
    return switch (info.state()) {
      case PENDING -> info.restarts() > 0 ? Phase.REQUEUED : Phase.WAITING;
      case RUNNING, SUSPENDED, UNKNOWN -> Phase.RUNNING;
      case COMPLETED -> Phase.COMPLETED;
      case CANCELLED -> Phase.CANCELLED;
      case TIMEOUT, DEADLINE -> Phase.TIMED_OUT;
      case FAILED -> code(info) == LIMIT_CODE ? Phase.TIMED_OUT : Phase.FAILED;
      case NODE_FAIL, PREEMPTED, BOOT_FAIL, OUT_OF_MEMORY -> Phase.FAILED;
    };
  }

  private static int code(SlurmJobInfo info) {
    return info.exit() == null ? -1 : info.exit().code();
  }

  private static int signal(SlurmJobInfo info) {
    return info.exit() == null ? 0 : info.exit().signal();
  }

  private static String waiting(SlurmJobInfo info) {
    String reason = info.reason();
    if (reason == null || reason.equals("None") || info.state() != SlurmJobState.PENDING) {
      return null;
    }
    String meaning = WaitReasons.meaning(reason);
    return meaning == null ? reason : "%s: %s".formatted(reason, meaning);
  }

  private String ending(SlurmJobInfo info, JobName name, JobMark mark) {
    return switch (info.state()) {
      case TIMEOUT -> "Slurm ended the job at its time limit";
      case DEADLINE -> "Slurm ended the job at its deadline";
      case CANCELLED ->
          cancelled.contains(info.jobId())
              ? "the job was cancelled by this service"
              : "the job was cancelled from outside this service, by scancel or an administrator";
      case NODE_FAIL -> "a node of the job failed%s: create the group again".formatted(word(info));
      case BOOT_FAIL -> "a node of the job did not boot: create the group again";
      case PREEMPTED -> "Slurm took the job's nodes for a job of higher priority";
      case OUT_OF_MEMORY ->
          "the job used more memory than it asked for: ask for more by job.memory";
      case FAILED -> failure(info, name, mark);
      default -> null;
    };
  }

  private String failure(SlurmJobInfo info, JobName name, JobMark mark) {
    if (code(info) == LIMIT_CODE) {
      return "the time limit ended the job";
    }
    if (signal(info) == SETUP_SIGNAL) {
      return "the node could not open the job's files: %s must be there and writable on all nodes"
          .formatted(plan.workDir());
    }
    if (code(info) == SIGNALLED + KILLED) {
      return "an agent was killed, as Slurm does with jobs that use too much memory: ask for more by"
          + " job.memory";
    }
    String words = mark == null ? "" : lastWords(name, mark);
    return signal(info) > 0
        ? "the job was ended by signal %d%s%s".formatted(signal(info), hint(info), words)
        : "the job ended with exit code %d%s".formatted(code(info), words);
  }

  /** Where memory is not watched by a control group, Slurm kills and says no more. */
  private static String hint(SlurmJobInfo info) {
    return signal(info) == KILLED ? ", as Slurm does with jobs that use too much memory" : "";
  }

  private String lastWords(JobName name, JobMark mark) {
    return LastLine.of(plan.file(name, mark, JobOutput.STDERR), line -> !SLURMS.test(line))
        .map(line -> ": " + LABEL.matcher(line).replaceFirst(""))
        .orElse("");
  }

  private static String word(SlurmJobInfo info) {
    return info.reason() == null || info.reason().equals("None") ? "" : " (" + info.reason() + ")";
  }
}
