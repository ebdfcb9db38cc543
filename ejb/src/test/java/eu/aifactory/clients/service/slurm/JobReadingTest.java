package eu.aifactory.clients.service.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobMark;
import eu.aifactory.clients.service.dispatch.JobName;
import eu.aifactory.clients.service.dispatch.JobOutput;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.dispatch.JobStatus.Phase;
import eu.aifactory.clients.slurm.SlurmConfig;
import eu.aifactory.clients.slurm.SlurmJobInfo;
import eu.aifactory.clients.slurm.SlurmJobInfo.JobExit;
import eu.aifactory.clients.slurm.SlurmJobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class JobReadingTest {
  private static final JobName NAME = new JobName("aif.test.7.50");
  private static final JobMark MARK = JobMark.of("nonce");

  @TempDir Path folder;

  private final Cancellations cancellations = new Cancellations(Clock.systemUTC());
  private JobPlan plan;
  private JobReading reading;

  @BeforeEach
  void create() {
    plan =
        new JobPlan(
            SlurmConfig.load(
                Map.of(),
                Map.of(
                    "AIF_SLURM_URL", "http://127.0.0.1:1",
                    "AIF_SLURM_USER_NAME", "hpcuser",
                    "AIF_SLURM_WORK_DIR", folder.toString()),
                List.of()));
    reading = new JobReading(plan, cancellations);
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, WAITING",
    "RUNNING, RUNNING",
    "SUSPENDED, RUNNING",
    "UNKNOWN, RUNNING",
    "COMPLETED, COMPLETED",
    "CANCELLED, CANCELLED",
    "FAILED, FAILED",
    "TIMEOUT, TIMED_OUT",
    "DEADLINE, TIMED_OUT",
    "NODE_FAIL, FAILED",
    "PREEMPTED, FAILED",
    "BOOT_FAIL, FAILED",
    "OUT_OF_MEMORY, FAILED",
  })
  void readsEachState(SlurmJobState state, Phase phase) {
    JobStatus status = read(job(state, null, new JobExit(1, 0), false, 0));

    assertThat(status.phase()).isEqualTo(phase);
    assertThat(status.state()).isEqualTo(state.name());
    assertThat(status.mark()).isEqualTo(MARK);
    assertThat(status.job()).isEqualTo(new JobId("17"));
  }

  @ParameterizedTest
  @EnumSource(
      value = SlurmJobState.class,
      mode = Mode.INCLUDE,
      names = {"CANCELLED", "COMPLETED", "FAILED", "TIMEOUT"})
  void takesNoJobForEndedThatStillHoldsItsNodes(SlurmJobState state) {
    JobStatus status = read(job(state, null, null, true, 0));

    assertThat(status.phase()).isEqualTo(Phase.RUNNING);
    assertThat(status.state()).isEqualTo(state + ",COMPLETING");
  }

  @Test
  void tellsAJobThatWaitsFromOneThatWaitsAgain() {
    assertThat(read(job(SlurmJobState.PENDING, "BeginTime", null, false, 1)).phase())
        .isEqualTo(Phase.REQUEUED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Resources | Resources: its nodes are in use",
        "QOSMaxJobsPerUserLimit | QOSMaxJobsPerUserLimit: a limit of its account or quality of service is reached",
        "ReqNodeNotAvail, UnavailableNodes:node1 | ReqNodeNotAvail, UnavailableNodes:node1: a node that it needs is down, drained or reserved",
        "SomethingNew | SomethingNew",
      })
  void saysWhyAJobWaits(String word, String reason) {
    assertThat(read(job(SlurmJobState.PENDING, word, null, false, 0)).reason()).isEqualTo(reason);
  }

  @Test
  void knowsTheScriptsOwnWordForTheTimeLimit() {
    JobStatus status =
        read(job(SlurmJobState.FAILED, "NonZeroExitCode", new JobExit(124, 0), false, 0));

    assertThat(status.phase()).isEqualTo(Phase.TIMED_OUT);
    assertThat(status.reason()).isEqualTo("the time limit ended the job");
  }

  @Test
  void saysWhoCancelled() {
    SlurmJobInfo cancelled = job(SlurmJobState.CANCELLED, null, null, false, 0);
    assertThat(read(cancelled).reason()).contains("from outside this service");

    cancellations.told(17);

    assertThat(read(cancelled).reason()).isEqualTo("the job was cancelled by this service");
  }

  @Test
  void endsAFailureWithTheAgentsWordsAndNotWithSlurms() throws IOException {
    Files.writeString(
        plan.file(NAME, MARK, JobOutput.STDERR),
        "1: earlier\n0: no JDK was found\nsrun: error: node1: task 0: Exited with exit code 1\n");

    assertThat(read(job(SlurmJobState.FAILED, null, new JobExit(1, 0), false, 0)).reason())
        .isEqualTo("the job ended with exit code 1: no JDK was found");
  }

  @Test
  void saysWhatToDoAboutSignals() {
    assertThat(read(job(SlurmJobState.FAILED, null, new JobExit(-1, 53), false, 0)).reason())
        .contains(folder.toString(), "writable");
    assertThat(read(job(SlurmJobState.FAILED, null, new JobExit(-1, 9), false, 0)).reason())
        .contains("signal 9", "memory");
    assertThat(read(job(SlurmJobState.NODE_FAIL, "NodeDown", null, false, 0)).reason())
        .isEqualTo("a node of the job failed (NodeDown): create the group again");
  }

  @Test
  void leavesJobsAloneWhoseNameIsNoneOfOurs() {
    SlurmJobInfo foreign =
        new SlurmJobInfo(
            1, "My Job", null, "u", SlurmJobState.RUNNING, false, null, null, null, 0, "");

    assertThat(reading.status(foreign)).isEmpty();
  }

  private JobStatus read(SlurmJobInfo info) {
    return reading.status(info).orElseThrow();
  }

  private static SlurmJobInfo job(
      SlurmJobState state, String reason, JobExit exit, boolean ending, int restarts) {
    return new SlurmJobInfo(
        17,
        NAME.value(),
        "aif:" + MARK,
        "hpcuser",
        state,
        ending,
        reason,
        exit,
        null,
        restarts,
        "");
  }
}
