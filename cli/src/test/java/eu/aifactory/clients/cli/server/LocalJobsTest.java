package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalJobsTest {
  @TempDir Path data;

  @Test
  void endsAJobThatRunsAndSaysThatItsEndWasWanted() throws Exception {
    Process job = start("job", "sleep 60");

    assertThat(new LocalJobs(data).end(Duration.ofSeconds(10))).isEqualTo(1);

    assertThat(job.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(data.resolve("jobs/job/cancel")).exists();
  }

  @Test
  void killsAJobThatWillNotEnd() throws Exception {
    Process job = start("stubborn", "trap '' TERM; while :; do sleep 0.1; done");

    new LocalJobs(data).end(Duration.ofMillis(500));

    assertThat(job.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void leavesAProcessAloneThatOnlyHasTheNumberOfAJob() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      Path job = Files.createDirectories(data.resolve("jobs/old"));
      Files.writeString(job.resolve("pid"), other.pid() + " 1\n");

      assertThat(new LocalJobs(data).end(Duration.ofSeconds(1))).isZero();

      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void findsNothingWhereNoJobEverWas() throws Exception {
    assertThat(new LocalJobs(data).end(Duration.ofSeconds(1))).isZero();
  }

  /** As the local dispatcher does it: a session of its own that writes its own pid. */
  private Process start(String name, String script) throws Exception {
    Path job = Files.createDirectories(data.resolve("jobs").resolve(name));
    String begin =
        "printf '%s %s\\n' $$ $(awk '{sub(/^.*\\) /, \"\"); print $20}' /proc/$$/stat) >pid.new;"
            + " mv pid.new pid; ";
    Process process =
        new ProcessBuilder("setsid", "bash", "-c", begin + script).directory(job.toFile()).start();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!Files.exists(job.resolve("pid"))) {
      assertThat(System.nanoTime()).isLessThan(limit);
      Thread.sleep(10);
    }
    return process;
  }
}
