package eu.aifactory.clients.service.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The batch script with an srun that starts tasks here, and agents that are a few lines of shell.
 */
class SlurmJobScriptTest {
  private static final long PATIENCE_SECONDS = 40;

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Process job;

  @BeforeEach
  void prepareACluster() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    program(bin.resolve("srun"), resource("fake-srun.sh"));
    agent("exit 0");
    environment.putAll(
        Map.ofEntries(
            Map.entry("PATH", bin + ":/usr/local/bin:/usr/bin:/bin"),
            Map.entry("FAKE_SRUN_ARGUMENTS", folder.resolve("srun-arguments").toString()),
            Map.entry("SLURM_JOB_ID", "77"),
            Map.entry("SLURM_JOB_CPUS_PER_NODE", "2(x2)"),
            Map.entry("HOSTNAME", "node0"),
            Map.entry("AIF_START", folder.resolve("start_client.sh").toString()),
            Map.entry("AIF_NUM_CLIENTS", "5"),
            Map.entry("AIF_SERVER_ADDR", "http://ai:8000"),
            Map.entry("AIF_SERVICE_URL", "http://service:8001"),
            Map.entry("AIF_BENCHMARK_ID", "123"),
            Map.entry("AIF_AGENTS", "2"),
            Map.entry("AIF_JOB_LIMIT_SECONDS", "600"),
            Map.entry("AIF_CONTAINER", "false"),
            Map.entry("AIF_WORK_DIR", folder.resolve("work").toString())));
  }

  @AfterEach
  void endTheJob() {
    if (job != null) {
      job.descendants().forEach(ProcessHandle::destroyForcibly);
      job.destroyForcibly();
    }
  }

  @Test
  void startsEachAgentWithTheSpecifiedArguments() throws Exception {
    agent("echo \"$SLURM_PROCID: $*\"");

    assertThat(exitCode()).isZero();

    assertThat(stdout())
        .containsExactlyInAnyOrder(
            "0: 5 http://ai:8000 http://service:8001 123",
            "1: 5 http://ai:8000 http://service:8001 123");
  }

  @Test
  void asksForContainers() throws Exception {
    environment.put("AIF_CONTAINER", "true");
    environment.put("AIF_CLIENT_IMAGE", "/images/client_container.sif");
    environment.put("TMPDIR", Files.createDirectory(folder.resolve("tmp")).toString());
    agent("echo \"${*: -1} $TMPDIR\"; mkdir -p \"$TMPDIR/rootfs\"; chmod 500 \"$TMPDIR/rootfs\"");

    assertThat(exitCode()).isZero();

    assertThat(stdout())
        .hasSize(2)
        .allMatch(line -> line.startsWith("--container " + folder.resolve("tmp/aif-agent-node")));
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void handsNoTokenToAgents() throws Exception {
    environment.put("SLURM_JWT", "eyJtoken");
    agent("env");

    assertThat(exitCode()).isZero();

    assertThat(stdout()).contains("AIF_BENCHMARK_ID=123").noneMatch(line -> line.contains("eyJ"));
  }

  @Test
  void endsWithTheCodeOfWhoFailedFirstAndLetsTheOthersGoOn() throws Exception {
    agent(
        """
        if [ "$SLURM_PROCID" = 0 ]; then echo "no registration" >&2; exit 3; fi
        until [ -e "$AIF_JOB_FOLDER/first-failure" ]; do sleep 0.05; done
        echo "went on"; exit 4""");

    assertThat(exitCode()).isEqualTo(3);

    assertThat(stdout()).containsExactly("went on");
    assertThat(stderr()).containsExactly("no registration");
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  /** Each rank its own, and with what the agent had; the agent's exit code is the job's. */
  @Test
  void hasDeliveredWhatAnAgentThatDiedLeft() throws Exception {
    agent(
        """
        if [ "${AIF_AGENT_ONLY_DELIVERS:-}" = true ]; then
          echo "$SLURM_PROCID delivers $(cat aif-spool-*-"$SLURM_PROCID"-*.jsonl) with $*"
          rm aif-spool-*-"$SLURM_PROCID"-*.jsonl; exit 0
        fi
        if [ "$SLURM_PROCID" = 1 ]; then echo measured >aif-spool-123-1-x.jsonl; kill -KILL $$; fi""");

    assertThat(exitCode()).isEqualTo(137);

    assertThat(stdout())
        .containsExactly("1 delivers measured with 5 http://ai:8000 http://service:8001 123");
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void tellsAgentsToDeliverAheadOfTheLimit() throws Exception {
    environment.put("AIF_JOB_LIMIT_SECONDS", "4");
    agent(DELIVERING);

    assertThat(exitCode()).isEqualTo(124);

    assertThat(stdout()).containsExactlyInAnyOrder("0 started", "1 started", "0 sent", "1 sent");
    assertThat(stderr()).anyMatch(line -> line.contains("time limit of 4 s"));
  }

  @Test
  void passesSigtermOnToTheAgentsAndWaitsForThem() throws Exception {
    agent(DELIVERING);
    start();
    await("both to start", () -> stdout().size() == 2);

    job.destroy();

    assertThat(exitCode()).isEqualTo(143);
    assertThat(stdout()).contains("0 sent", "1 sent");
  }

  @Test
  void leavesNoProcessBehind() throws Exception {
    agent(DELIVERING);
    start();
    await("both to start", () -> stdout().size() == 2);
    List<ProcessHandle> all = job.descendants().toList();

    job.destroy();
    exitCode();

    await("all to be gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void limitsAnAgentThatNoSignalReaches() throws Exception {
    environment.put("AIF_JOB_LIMIT_SECONDS", "100");
    agent("echo \"$AIF_TIME_LIMIT_SECONDS\"");

    assertThat(exitCode()).isZero();

    // 20 s ahead of the limit, and a moment after the signal.
    assertThat(stdout()).allSatisfy(line -> assertThat(Integer.parseInt(line)).isBetween(72, 82));
  }

  @ParameterizedTest
  @CsvSource({
    "2(x2),      2,  , ''",
    "2(x2),      4, 2, --overcommit",
    "'2(x2),4',  4, 2, --cpus-per-task=2",
    "1,          3,  , --overcommit",
  })
  void sharesOutTheProcessorsThatThereAre(
      String cpusPerNode, String agents, String cpusPerTask, String option) throws Exception {
    environment.put("SLURM_JOB_CPUS_PER_NODE", cpusPerNode);
    environment.put("AIF_AGENTS", agents);
    if (cpusPerTask != null) {
      environment.put("SLURM_CPUS_PER_TASK", cpusPerTask);
    }

    assertThat(exitCode()).isZero();

    assertThat(
            lines("srun-arguments").stream()
                .filter(word -> word.matches("--(overcommit|cpus-per-task=.*)")))
        .isEqualTo(option.isEmpty() ? List.of() : List.of(option));
  }

  @Test
  void loadsTheModuleBeforeAnythingElse() throws Exception {
    environment.put("MODULESHOME", folder.toString());
    environment.put("AIF_MODULE", "java/21 apptainer");
    Files.createDirectory(folder.resolve("init"));
    Files.writeString(
        folder.resolve("init/bash"), "module() { export LOADED=\"${LOADED:-}$1 $2;\"; }\n");
    agent("echo \"$LOADED\"");

    assertThat(exitCode()).isZero();

    assertThat(stdout()).containsOnly("load java/21;load apptainer;");
  }

  @Test
  void letsTheModulesJdkComeBeforeTheServices() throws Exception {
    environment.put("MODULESHOME", folder.toString());
    environment.put("AIF_MODULE", "java/21");
    environment.put("AIF_JAVA_HOME", jdk().toString());
    Files.createDirectory(folder.resolve("init"));
    Files.writeString(folder.resolve("init/bash"), "module() { export JAVA_HOME=/of/module; }\n");
    agent("echo \"$JAVA_HOME ${AIF_JAVA_HOME:-none}\"");

    assertThat(exitCode()).isZero();

    assertThat(stdout()).containsOnly("/of/module none");
  }

  @Test
  void namesTheServicesJdkOnlyWhereANodeHasIt() throws Exception {
    environment.put("AIF_JAVA_HOME", jdk().toString());
    agent("echo \"${AIF_JAVA_HOME:-none}\"");
    assertThat(exitCode()).isZero();
    assertThat(stdout()).containsOnly(folder.resolve("jdk").toString());

    job = null;
    environment.put("AIF_JAVA_HOME", "/of/the/service/alone");
    assertThat(exitCode()).isZero();
    assertThat(stdout()).containsOnly("none");
  }

  private Path jdk() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
    program(bin.resolve("java"), "#!/bin/sh\n");
    return bin.getParent();
  }

  @Test
  void saysThatAModuleCannotBeLoaded() throws Exception {
    environment.put("MODULESHOME", folder.toString());
    environment.put("AIF_MODULE", "java/99");
    Files.createDirectory(folder.resolve("init"));
    Files.writeString(folder.resolve("init/bash"), "module() { return 1; }\n");

    assertThat(exitCode()).isEqualTo(1);

    assertThat(stderr()).containsExactly("aif: the module \"java/99\" cannot be loaded on node0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AIF_AGENTS            | x         | AIF_AGENTS is \"x\", not a number of 1 or more",
        "AIF_JOB_LIMIT_SECONDS | ''        | the job's environment has no AIF_JOB_LIMIT_SECONDS",
        "AIF_CONTAINER         | true      | AIF_CLIENT_IMAGE names no image",
        "AIF_CONTAINER         | maybe     | AIF_CONTAINER is \"maybe\", neither true nor false",
        "AIF_START             | /no/agent | there is no agent to start: node0 cannot read \"/no/agent\"",
        "AIF_WORK_DIR          | /dev/null | the job's folder \"/dev/null/job-77\" cannot be made",
        "PATH                  | /nothing  | node0 has no srun on the PATH \"/nothing\"",
      })
  void saysWhichValueIsAtFault(String name, String value, String sentence) throws Exception {
    environment.put(name, value);

    assertThat(exitCode()).isEqualTo(1);

    assertThat(stderr().getLast()).startsWith("aif: ").contains(sentence);
    assertThat(stdout()).isEmpty();
  }

  private static final String DELIVERING =
      """
      trap 'echo "$SLURM_PROCID sent"; exit 143' TERM
      echo "$SLURM_PROCID started"
      for i in $(seq 400); do sleep 0.1; done""";

  private void agent(String commands) throws IOException {
    program(folder.resolve("start_client.sh"), "#!/bin/bash\n" + commands + "\n");
  }

  private void start() throws IOException {
    Path script = folder.resolve("slurm-job.sh");
    Files.writeString(script, resource("slurm-job.sh"));
    // As Slurm starts it: no script can trap what was ignored when it began, and for a build in the
    // background of a shell that is SIGINT.
    ProcessBuilder builder =
        new ProcessBuilder("env", "--default-signal=INT", "/bin/bash", script.toString());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectOutput(folder.resolve("stdout").toFile());
    builder.redirectError(folder.resolve("stderr").toFile());
    job = builder.start();
  }

  private int exitCode() throws IOException, InterruptedException {
    if (job == null) {
      start();
    }
    assertThat(job.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("the job has ended").isTrue();
    return job.exitValue();
  }

  private List<String> stdout() {
    return lines("stdout");
  }

  private List<String> stderr() {
    return lines("stderr");
  }

  private List<String> lines(String file) {
    try (Stream<String> lines = Files.lines(folder.resolve(file))) {
      return lines.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(String what, java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream resource = SlurmJobScriptTest.class.getResourceAsStream(name)) {
      return new String(resource.readAllBytes());
    }
  }
}
