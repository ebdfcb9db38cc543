package eu.aifactory.clients.service.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.service.dispatch.DispatcherContract;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobName;
import eu.aifactory.clients.service.dispatch.JobOutput;
import eu.aifactory.clients.service.dispatch.JobRequest;
import eu.aifactory.clients.service.dispatch.JobStatus.Phase;
import eu.aifactory.clients.slurm.SlurmConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract on a real Slurm: the one whose folder {@code AIF_TEST_SLURM_DIR} names, with {@code
 * token} in its {@code bin}, and whose slurmrestd is at {@code AIF_TEST_SLURM_URL}.
 */
@EnabledIfEnvironmentVariable(
    named = "AIF_TEST_SLURM_DIR",
    matches = ".+",
    disabledReason = "AIF_TEST_SLURM_DIR is not set: no test against a real Slurm")
class SlurmDispatcherTest extends DispatcherContract {
  private static final Map<Behaviour, String> SCRIPTS =
      Map.of(
          Behaviour.WAIT_FOR_SIGTERM, "trap 'exit 0' TERM; while :; do sleep 0.1; done",
          Behaviour.END_AT_ONCE, "exit 0",
          Behaviour.FAIL, "echo 'the agent says why' >&2; exit 7",
          Behaviour.IGNORE_SIGTERM, "trap '' TERM; while :; do sleep 0.1; done");

  private Path folder;
  private Dispatcher dispatcher;

  @BeforeEach
  void create() throws Exception {
    // Not one of JUnit's: the jobs' user has to get into it.
    folder = Files.createTempDirectory("aif-slurm-dispatcher");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path work = Files.createDirectory(folder.resolve("work"));
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
    agentsWill(Behaviour.END_AT_ONCE);
    SlurmConfig config =
        SlurmConfig.load(
            Map.of(),
            Map.of(
                "AIF_SLURM_URL",
                System.getenv("AIF_TEST_SLURM_URL"),
                "AIF_SLURM_USER_NAME",
                "hpcuser",
                "AIF_SLURM_JWT_COMMAND",
                System.getenv("AIF_TEST_SLURM_DIR") + "/bin/token hpcuser 600",
                "AIF_SLURM_WORK_DIR",
                work.toString(),
                "AIF_SLURM_STAGE_DIR",
                folder.resolve("stage").toString(),
                "AIF_SLURM_POLL_SECONDS",
                "0.2"),
            List.of());
    dispatcher =
        new SlurmDispatcher(
            new SlurmSite(
                SlurmSetup.of(config, folder.resolve("agent"), Clock.systemUTC()),
                Clock.systemUTC()));
    dispatcher.prepare();
  }

  @AfterEach
  void remove() throws IOException {
    cancelWhatIsLeftQuietly();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private void cancelWhatIsLeftQuietly() {
    if (started() != null) {
      try {
        dispatcher.cancel(started());
        await(started(), status -> status.phase().ended());
      } catch (Exception e) {
        throw new AssertionError("job %s was not ended".formatted(started()), e);
      }
    }
  }

  @Override
  protected Dispatcher dispatcher() {
    return dispatcher;
  }

  @Override
  protected void agentsWill(Behaviour behaviour) {
    TestSite.agentHome(folder, "#!/usr/bin/env bash\n" + SCRIPTS.get(behaviour) + "\n");
    if (dispatcher != null) {
      dispatcher.prepare();
    }
  }

  @Override
  protected long agentsAlive(JobName name) {
    return ProcessHandle.allProcesses().filter(process -> isAgent(process.pid(), name)).count();
  }

  /** The agent itself, not what watches over it: bash with the script as its first argument. */
  private boolean isAgent(long pid, JobName name) {
    try {
      String[] arguments = Files.readString(Path.of("/proc/%d/cmdline".formatted(pid))).split("\0");
      return arguments.length > 1
          && arguments[1].startsWith(folder.toString())
          && arguments[1].endsWith("start_client.sh")
          && Files.readString(Path.of("/proc/%d/environ".formatted(pid)))
              .contains("SLURM_JOB_NAME=" + name + "\0");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  protected JobId unknownJob() {
    return new JobId("66999999");
  }

  @Test
  void anIdThatIsNoneOfSlurmsIsGone() throws Exception {
    assertThat(await(new JobId("../1"), status -> true).phase()).isEqualTo(Phase.GONE);
  }

  @Test
  void saysInTheAgentsOwnWordsWhyItFailed() throws Exception {
    agentsWill(Behaviour.FAIL);

    submit(request("words", "nonce-words-0001", 1, Duration.ofMinutes(1)));

    assertThat(await(started(), status -> status.phase().ended()).reason())
        .isEqualTo("the job ended with exit code 7: the agent says why");
  }

  @Test
  void endsAJobAheadOfItsLimitSoThatAgentsCanDeliver() throws Exception {
    agentsWill(Behaviour.WAIT_FOR_SIGTERM);

    submit(request("limit", "nonce-limit-0001", 1, Duration.ofSeconds(4)));

    assertThat(await(started(), status -> status.phase().ended()).phase())
        .isEqualTo(Phase.TIMED_OUT);
  }

  @Test
  void writesWhereTheOutputIsLookedFor() throws Exception {
    agentsWill(Behaviour.FAIL);
    JobRequest request = request("where", "nonce-where-0001", 1, Duration.ofMinutes(1));

    submit(request);
    await(started(), status -> status.phase().ended());

    assertThat(dispatcher.output(request.name(), request.mark(), JobOutput.STDERR))
        .hasValueSatisfying(file -> assertThat(file).startsWith(folder.resolve("work")));
  }
}
