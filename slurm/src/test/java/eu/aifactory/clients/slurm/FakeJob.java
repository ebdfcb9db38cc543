package eu.aifactory.clients.slurm;

import java.time.Instant;
import java.util.Map;

/**
 * A job of {@link FakeSlurmctld}, as it is at one moment.
 *
 * @param endedBy signal that ended it, or 0
 * @param exitCode of its script, once it has ended
 * @param timeLimitMinutes as submitted
 */
public record FakeJob(
    long jobId,
    String name,
    String comment,
    String userName,
    Map<String, String> environment,
    SlurmJobState state,
    boolean completing,
    String reason,
    int exitCode,
    int endedBy,
    int restarts,
    long timeLimitMinutes,
    Instant submittedAt) {

  /** Whether it waits, runs, or still holds its nodes. */
  public boolean isLive() {
    return completing
        || state == SlurmJobState.PENDING
        || state == SlurmJobState.RUNNING
        || state == SlurmJobState.SUSPENDED;
  }

  FakeJob inState(SlurmJobState next, String nextReason) {
    return new FakeJob(
        jobId,
        name,
        comment,
        userName,
        environment,
        next,
        false,
        nextReason,
        exitCode,
        endedBy,
        restarts,
        timeLimitMinutes,
        submittedAt);
  }

  FakeJob ended(SlurmJobState end, String endReason, int code, int signal, boolean isCompleting) {
    return new FakeJob(
        jobId,
        name,
        comment,
        userName,
        environment,
        end,
        isCompleting,
        endReason,
        code,
        signal,
        restarts,
        timeLimitMinutes,
        submittedAt);
  }

  FakeJob requeued() {
    return new FakeJob(
        jobId,
        name,
        comment,
        userName,
        environment,
        SlurmJobState.PENDING,
        false,
        "BeginTime",
        0,
        0,
        restarts + 1,
        timeLimitMinutes,
        submittedAt);
  }
}
