package eu.aifactory.clients.service.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.service.dispatch.JobStatus.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDispatcherTest extends DispatcherContract {
  private static final Map<Behaviour, String> SCRIPTS =
      Map.of(
          Behaviour.WAIT_FOR_SIGTERM, "trap 'exit 0' TERM; while :; do sleep 0.1; done",
          Behaviour.END_AT_ONCE, "exit 0",
          Behaviour.FAIL, "echo 'the agent says why' >&2; exit 7",
          Behaviour.IGNORE_SIGTERM, "trap '' TERM; while :; do sleep 0.1; done");

  @TempDir Path folder;

  private LocalDispatcher dispatcher;

  @BeforeEach
  void create() {
    dispatcher = new LocalDispatcher(folder.resolve("data/jobs"), folder, Clock.systemUTC());
  }

  @Override
  protected Dispatcher dispatcher() {
    return dispatcher;
  }

  @Override
  protected void agentsWill(Behaviour behaviour) throws Exception {
    agentsWill(SCRIPTS.get(behaviour));
  }

  private void agentsWill(String commands) throws IOException {
    Path script = folder.resolve("start_client.sh");
    Files.writeString(
        script,
        "#!/usr/bin/env bash\nprintf '%s\\n' \"$@\" >arguments-$AIF_RANK; env >environment-$AIF_RANK\n"
            + commands
            + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Override
  protected long agentsAlive(JobName name) {
    String place = folder.resolve("start_client.sh").toString();
    String job = name.value();
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains(place))
        .filter(process -> workingFolder(process).contains(job))
        .filter(process -> !commandLine(process).contains("local-job"))
        .filter(process -> !commandLine(process).contains("job.sh"))
        .count();
  }

  @Override
  protected JobId unknownJob() {
    return new JobId("aif.test.nothing.1~0123456789abcdef");
  }

  @Test
  void startsAgentsWithTheSpecificationsArgumentsAndNothingOfTheServersEnvironment()
      throws Exception {
    agentsWill(Behaviour.END_AT_ONCE);

    submit(request("arguments", "nonce-arguments-1", 2, Duration.ofMinutes(1)));
    await(started(), status -> status.phase().ended());

    Path job = folder.resolve("data/jobs").resolve(started().value());
    assertThat(Files.readAllLines(job.resolve("arguments-1")))
        .containsExactly("4", "http://127.0.0.1:1", "http://127.0.0.1:2", "123");
    assertThat(Files.readAllLines(job.resolve("environment-1")))
        .contains("AIF_NONCE=nonce-arguments-1", "AIF_RANK=1", "AIF_AGENTS=2")
        .contains("AIF_AGENT_SERVICE_LOSS_LIMIT_SECONDS=7.5")
        .allMatch(
            line -> line.matches("(AIF_|PATH|HOME|USER|LANG|JAVA_HOME|PWD|SHLVL|_|OLDPWD).*"));
  }

  @Test
  void startsAgentsInContainersWithAFolderThatIsGoneAtTheEnd() throws Exception {
    agentsWill(Behaviour.WAIT_FOR_SIGTERM);
    Path image = Files.createFile(folder.resolve("client.sif"));
    inContainersOf(Optional.of(image));

    submit(request("container", "nonce-container-1", 1, Duration.ofMinutes(1)));
    awaitAgents("container", 1);
    Path job = folder.resolve("data/jobs").resolve(started().value());
    // An extracted image: it cannot be written.
    Path extracted = Files.createDirectory(job.resolve("tmp/rootfs"));
    Files.createFile(extracted.resolve("file"));
    Files.setPosixFilePermissions(extracted, PosixFilePermissions.fromString("r-xr-xr-x"));
    dispatcher.cancel(started());
    await(started(), status -> status.phase().ended());

    assertThat(Files.readAllLines(job.resolve("arguments-0")))
        .containsExactly("4", "http://127.0.0.1:1", "http://127.0.0.1:2", "123", "--container");
    assertThat(Files.readAllLines(job.resolve("environment-0")))
        .contains(
            "AIF_CLIENT_IMAGE=" + image,
            "TMPDIR=" + job.resolve("tmp"),
            "APPTAINER_CONFIGDIR=" + job.resolve("tmp"));
    assertThat(job.resolve("tmp")).doesNotExist();
  }

  @Test
  void takesAwayWhatTheContainersOfAKilledJobLeft() throws Exception {
    agentsWill(Behaviour.WAIT_FOR_SIGTERM);
    inContainersOf(Optional.of(Files.createFile(folder.resolve("client.sif"))));
    submit(request("killed", "nonce-killed-0001", 1, Duration.ofMinutes(1)));
    awaitAgents("killed", 1);
    // Its process is on record, which comes beside the start of its agents.
    await(started(), status -> status.phase() == Phase.RUNNING);
    Path left = folder.resolve("data/jobs").resolve(started().value()).resolve("tmp");
    String leader = Files.readString(left.resolveSibling("pid")).split(" ")[0];
    new ProcessBuilder("kill", "-s", "KILL", "--", "-" + leader).start().waitFor();
    awaitAgents("killed", 0);
    assertThat(left).exists();

    submit(request("next", "nonce-next-00001", 1, Duration.ofMinutes(1)));
    awaitAgents("next", 1);
    assertThat(left).doesNotExist();
    Path own = folder.resolve("data/jobs").resolve(started().value()).resolve("tmp");
    assertThat(own).exists();

    JobId before = started();
    submit(request("another", "nonce-another-01", 1, Duration.ofMinutes(1)));
    awaitAgents("another", 1);
    assertThat(own).as("of a job that runs").exists();
    dispatcher.cancel(before);
    await(before, status -> status.phase().ended());
  }

  @Test
  void refusesContainersWithoutAnImage() {
    inContainersOf(Optional.empty());
    assertThat(refusal())
        .isEqualTo(
            "agents are to run in containers (AIF_CONTAINER is true), and AIF_CLIENT_IMAGE names no"
                + " image of the client");
    assertThat(dispatcher.trouble()).contains(refusal());

    inContainersOf(Optional.of(Path.of("/no/image.sif")));
    assertThat(refusal()).contains("/no/image.sif cannot be read");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  private void inContainersOf(Optional<Path> image) {
    dispatcher =
        new LocalDispatcher(
            folder.resolve("data/jobs"),
            folder,
            new LocalContainer(true, image),
            Clock.systemUTC());
  }

  private String refusal() {
    Submission submission =
        dispatcher.submit(request("refused", "nonce-refused-01", 1, Duration.ofMinutes(1)));
    return ((Submission.Refused) submission).reason();
  }

  /** While the others go on: the run may be open still. */
  @Test
  void hasDeliveredWhatAnAgentThatDiedLeft() throws Exception {
    agentsWill(
        """
        if [ "${AIF_AGENT_ONLY_DELIVERS:-}" = true ]; then
          cat aif-spool-*.jsonl >draft && mv draft delivered && exit 9
        fi
        if [ "$AIF_RANK" = 1 ]; then echo measured >aif-spool-123-1-x.jsonl; kill -KILL $$; fi
        trap 'trap "" TERM; sleep 0.3; exit 0' TERM; : >ready; while :; do sleep 0.1; done""");
    submit(request("left", "nonce-left-00001", 2, Duration.ofMinutes(1)));
    JobId job = started();
    Path own = folder.resolve("data/jobs").resolve(job.value());
    await(job, status -> Files.exists(own.resolve("delivered")));
    await(job, status -> Files.exists(own.resolve("ready")));

    assertThat(own.resolve("delivered")).hasContent("measured");
    assertThat(dispatcher.observe(Set.of(job)).get(job).phase()).isEqualTo(Phase.RUNNING);
    dispatcher.cancel(job);
    await(job, status -> status.phase().ended());
    assertThat(own.resolve("exit")).hasContent("137");
  }

  /** Whoever cancels says so again and again; delivering has its own, short limit then. */
  @Test
  void hasDeliveredWhatAnAgentThatWasToldToEndLeft() throws Exception {
    agentsWill(
        """
        if [ "${AIF_AGENT_ONLY_DELIVERS:-}" = true ]; then
          : >delivering; sleep 2; echo "$AIF_AGENT_SERVICE_LOSS_LIMIT_SECONDS" >delivered; exit
        fi
        trap 'echo measured >aif-spool-123-0-x.jsonl; exit 0' TERM; : >ready
        while :; do sleep 0.1; done""");
    submit(request("told", "nonce-told-00001", 1, Duration.ofMinutes(1)));
    JobId job = started();
    Path own = folder.resolve("data/jobs").resolve(job.value());
    await(job, status -> Files.exists(own.resolve("ready")));

    dispatcher.cancel(job);
    await(job, status -> Files.exists(own.resolve("delivering")));
    dispatcher.cancel(job);
    await(job, status -> status.phase().ended());

    assertThat(own.resolve("delivered")).hasContent("5");
  }

  @Test
  void saysInTheAgentsOwnWordsWhyItFailed() throws Exception {
    agentsWill(Behaviour.FAIL);

    submit(request("words", "nonce-words-0001", 1, Duration.ofMinutes(1)));

    assertThat(await(started(), status -> status.phase().ended()).reason())
        .isEqualTo("an agent ended with exit code 7: the agent says why");
  }

  @Test
  void endsAJobAtItsLimit() throws Exception {
    agentsWill(Behaviour.WAIT_FOR_SIGTERM);

    submit(request("limit", "nonce-limit-0001", 1, Duration.ofSeconds(1)));

    assertThat(await(started(), status -> status.phase().ended()).phase())
        .isEqualTo(Phase.TIMED_OUT);
    awaitAgents("limit", 0);
  }

  @Test
  void killsAgentsThatIgnoreBeingAsked() throws Exception {
    agentsWill(Behaviour.IGNORE_SIGTERM);
    submit(request("stubborn", "nonce-stubborn-1", 1, Duration.ofMinutes(1)));
    awaitAgents("stubborn", 1);
    dispatcher.cancel(started());

    Clock later =
        Clock.fixed(Instant.now().plus(LocalJob.KILL_WAIT).plusSeconds(1), ZoneOffset.UTC);
    new LocalDispatcher(folder.resolve("data/jobs"), folder, later).cancel(started());

    awaitAgents("stubborn", 0);
    assertThat(await(started(), status -> status.phase().ended()).phase().ended()).isTrue();
  }

  @Test
  void anotherServiceFindsTheJobOfOneThatDied() throws Exception {
    agentsWill(Behaviour.WAIT_FOR_SIGTERM);
    submit(request("survives", "nonce-survives-1", 1, Duration.ofMinutes(1)));
    await(started(), status -> status.phase() == Phase.RUNNING);

    LocalDispatcher other =
        new LocalDispatcher(folder.resolve("data/jobs"), folder, Clock.systemUTC());

    assertThat(other.find(jobName("survives")))
        .extracting(JobStatus::job)
        .containsExactly(started());
    other.cancel(started());
    awaitAgents("survives", 0);
  }

  @Test
  void refusesWithASentenceWhenThereIsNoAgent() {
    Submission submission =
        dispatcher.submit(request("none", "nonce-none-0001", 1, Duration.ofMinutes(1)));

    assertThat(submission)
        .isInstanceOfSatisfying(
            Submission.Refused.class,
            refused -> assertThat(refused.reason()).contains("start_client.sh is missing"));
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void anIdThatLeadsOutOfTheFolderIsNoJob() throws Exception {
    JobId outside = new JobId("../../etc");

    dispatcher.cancel(outside);

    assertThat(dispatcher.observe(Set.of(outside)).get(outside).phase()).isEqualTo(Phase.GONE);
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  private static String workingFolder(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd")).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
