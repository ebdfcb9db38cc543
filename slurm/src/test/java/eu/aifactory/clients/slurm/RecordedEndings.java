package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.slurm.RecordedExchanges.Exchange;
import eu.aifactory.clients.slurm.SlurmJobInfo.JobExit;
import java.util.Map;
import java.util.Optional;

/**
 * How the jobs ended, or where they stood, whose answers were recorded.
 *
 * @param in2205 what Slurm 22.05 says, which has fewer words and hides a state behind COMPLETING
 * @param later what Slurm 24.11 and 26.05 say
 */
record RecordedEndings(Said in2205, Said later) {

  /**
   * @param restarts how often the job was requeued
   */
  record Said(SlurmJobState state, boolean ending, String reason, JobExit exit, int restarts) {}

  private static final Map<String, RecordedEndings> BY_CASE =
      Map.ofEntries(
          Map.entry("job-completed", same(ended(SlurmJobState.COMPLETED, null, code(0)))),
          Map.entry(
              "job-failed-exit7", same(ended(SlurmJobState.FAILED, "NonZeroExitCode", code(7)))),
          Map.entry("job-failed-signal", killed(11)),
          Map.entry(
              "job-bad-interpreter", same(ended(SlurmJobState.FAILED, "NonZeroExitCode", code(2)))),
          Map.entry("job-bad-output", killed(53)),
          Map.entry("job-bad-cwd", killed(53)),
          Map.entry("job-over-memory", killed(9)),
          Map.entry(
              "job-oom-with-cgroup-v1",
              same(ended(SlurmJobState.OUT_OF_MEMORY, "OutOfMemory", signal(125)))),
          Map.entry("job-cancelled", same(ended(SlurmJobState.CANCELLED, null, signal(15)))),
          Map.entry(
              "job-cancelled-at-once", same(ended(SlurmJobState.CANCELLED, null, signal(15)))),
          Map.entry("job-timeout", same(ended(SlurmJobState.TIMEOUT, "TimeLimit", code(0)))),
          Map.entry("job-timeout-later", same(ended(SlurmJobState.TIMEOUT, "TimeLimit", code(0)))),
          Map.entry("job-held", same(standing(SlurmJobState.PENDING, "JobHeldUser"))),
          Map.entry("job-running", same(standing(SlurmJobState.RUNNING, null))),
          Map.entry("job-pending-resources", same(standing(SlurmJobState.PENDING, "Resources"))),
          Map.entry("all-drained-pending", same(standing(SlurmJobState.PENDING, "Resources"))),
          Map.entry("suspended", same(standing(SlurmJobState.SUSPENDED, null))),
          Map.entry("slurmd-dead-1s", same(standing(SlurmJobState.RUNNING, null))),
          Map.entry("ctld-back-job", same(standing(SlurmJobState.RUNNING, null))),
          Map.entry("requeue-2s", same(requeued())),
          Map.entry("node-down-requeue", same(requeued())),
          // 22.05 had ignored the recorded requeue=false; its no_requeue is the next case.
          Map.entry(
              "node-down-norequeue",
              new RecordedEndings(
                  requeued(), ended(SlurmJobState.NODE_FAIL, "NodeDown", signal(1)))),
          Map.entry(
              "node-down-no_requeue", same(ended(SlurmJobState.NODE_FAIL, "NodeDown", signal(15)))),
          Map.entry(
              "slurmd-dead-end",
              new RecordedEndings(
                  new Said(SlurmJobState.UNKNOWN, true, null, null, 1),
                  new Said(SlurmJobState.NODE_FAIL, true, "NodeDown", signal(1), 0))));

  private static JobExit code(int code) {
    return new JobExit(code, 0);
  }

  private static JobExit signal(int signal) {
    return new JobExit(-1, signal);
  }

  private static RecordedEndings same(Said said) {
    return new RecordedEndings(said, said);
  }

  private static RecordedEndings killed(int signal) {
    return new RecordedEndings(
        ended(SlurmJobState.FAILED, "JobLaunchFailure", signal(signal)),
        ended(SlurmJobState.FAILED, "RaisedSignal", signal(signal)));
  }

  private static Said ended(SlurmJobState state, String reason, JobExit exit) {
    return new Said(state, false, reason, exit, 0);
  }

  private static Said standing(SlurmJobState state, String reason) {
    return new Said(state, false, reason, null, 0);
  }

  private static Said requeued() {
    return new Said(SlurmJobState.PENDING, false, "BeginTime", null, 1);
  }

  static Optional<RecordedEndings> of(Exchange exchange) {
    return Optional.ofNullable(BY_CASE.get(exchange.name()));
  }

  static int count() {
    return BY_CASE.size();
  }

  void check(Exchange exchange, SlurmJobInfo job) {
    // A shell that had the time to notice the signal exits with 128 more than its number.
    JobExit exit =
        job.state() == SlurmJobState.CANCELLED && code(143).equals(job.exit())
            ? signal(15)
            : job.exit();
    Said read = new Said(job.state(), job.ending(), job.reason(), exit, job.restarts());
    assertThat(read).isEqualTo(exchange.slurm().equals("22.05") ? in2205 : later);
  }
}
