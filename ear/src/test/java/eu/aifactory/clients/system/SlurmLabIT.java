package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The script that brings the cluster up and down. */
@ExtendWith(OnSlurm.class)
class SlurmLabIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SlurmCluster cluster;

  SlurmLabIT(SlurmSystem slurm) {
    this.cluster = slurm.cluster();
  }

  @Test
  void startsWhatHasDiedAndKeepsTheJobs() {
    long job = cluster.submit("kept");
    try {
      awaitRunning("kept");
      awaitStateOnDisk(job);
      cluster.kill("slurmctld");
      cluster.kill("slurmrestd");
      cluster.up();
      awaitRunning("kept");
      assertThat(cluster.jobs("kept")).extracting(SlurmJob::id).containsExactly(job);
    } finally {
      cluster.scancel(job);
    }
  }

  @Test
  void leavesAloneWhatRuns() {
    String before = run("status", "22.05", cluster.folder().toString()).expectSuccess();
    cluster.up();
    assertThat(run("status", "22.05", cluster.folder().toString()).expectSuccess())
        .isEqualTo(before);
  }

  @Test
  void refusesAVersionThatThereIsNot() {
    Output output = run("up", "19.05");
    assertThat(output.exit()).isEqualTo(2);
    assertThat(output.error()).contains("19.05").contains("22.05, 24.11 or 26.05");
  }

  @Test
  void refusesAnotherVersionInTheSameFolder() {
    Output output = run("down", "26.05", cluster.folder().toString());
    assertThat(output.exit()).isEqualTo(1);
    assertThat(output.error()).contains("holds a Slurm 22.05");
  }

  @Test
  void hasNothingToTakeDownWhereNothingIs() {
    run("down", "22.05", cluster.folder().resolve("none").toString()).expectSuccess();
  }

  /**
   * Slurm writes it some seconds after a change: what it had not written it does not know again.
   */
  private void awaitStateOnDisk(long job) {
    Path state = cluster.folder().resolve("state/job_state");
    long before = System.currentTimeMillis();
    cluster.scontrol("update", "JobId=" + job, "Comment=kept");
    Await.so(
        "the job's state on disk",
        LIMIT,
        () -> state.toFile().lastModified() > before,
        state::toString);
  }

  private void awaitRunning(String name) {
    Await.so(
        "job " + name,
        LIMIT,
        () -> cluster.jobs(name).stream().anyMatch(job -> job.state().equals("RUNNING")),
        () -> cluster.jobs("").toString());
  }

  private static Output run(String... arguments) {
    String[] line = new String[arguments.length + 1];
    line[0] = Path.of(System.getProperty("aif.root"), "deploy/slurm/slurm-lab").toString();
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    return Output.of(Map.of(), LIMIT, line);
  }
}
