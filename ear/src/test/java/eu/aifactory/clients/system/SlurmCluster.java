package eu.aifactory.clients.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/**
 * A real Slurm of this machine's own, on ports and in a folder of its own: {@code
 * deploy/slurm/slurm-lab} brings it up and down. It speaks to it by Slurm's own commands, as root,
 * and so sees what is there whatever the service believes.
 */
final class SlurmCluster implements AutoCloseable {
  static final int NODES = 4;

  private static final int CANNOT_BE_HAD = 3;
  private static final int LONGEST_PATH = 60;
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);
  private static final Path CGROUP_V1 = Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes");

  private final Path lab;
  private final Path folder;
  private final Map<String, String> environment;
  private final Thread lastResort = new Thread(this::close);
  private Map<String, String> settings = Map.of();

  private SlurmCluster(Path lab, Path folder, Map<String, String> environment) {
    this.lab = lab;
    this.folder = folder;
    this.environment = environment;
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /**
   * Starts a Slurm 22.05 that answers quickly.
   *
   * @throws TestAbortedException saying why this machine can have none
   */
  static SlurmCluster start() {
    Path lab = Path.of(System.getProperty("aif.root"), "deploy/slurm/slurm-lab").normalize();
    Map<String, String> environment = new TreeMap<>();
    environment.put("SLURM_LAB_NODES", Integer.toString(NODES));
    // A submit that hangs has to be given up within a test's time.
    environment.put("SLURM_LAB_MESSAGE_TIMEOUT", "2");
    if (Files.exists(CGROUP_V1)) {
      environment.put("SLURM_LAB_CGROUP", "v1");
    }
    SlurmCluster cluster = new SlurmCluster(lab.toAbsolutePath(), place(), environment);
    cluster.down();
    cluster.up();
    return cluster;
  }

  /** Among the tests' other files if Slurm's daemons can work there. */
  private static Path place() {
    Path wanted =
        Path.of(System.getProperty("aif.system-folder"), "slurm").toAbsolutePath().normalize();
    try {
      Files.createDirectories(wanted);
      for (Path at = wanted; at != null; at = at.getParent()) {
        if (wanted.toString().length() > LONGEST_PATH
            || !Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          Path other = Files.createTempDirectory("aif-slurm");
          Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
          return other;
        }
      }
      return wanted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts whatever does not run; jobs and settings stay. */
  void up() {
    Output output = lab("up", START_LIMIT);
    if (output.exit() == CANNOT_BE_HAD) {
      Runtime.getRuntime().removeShutdownHook(lastResort);
      throw new TestAbortedException("no Slurm on this machine: " + output.error().strip());
    }
    settings =
        output
            .expectSuccess()
            .lines()
            .map(line -> line.split("=", 2))
            .collect(
                Collectors.toMap(pair -> pair[0], pair -> pair[1].replaceAll("^'(.*)'$", "$1")));
  }

  private void down() {
    lab("down", COMMAND_LIMIT);
  }

  private Output lab(String command, Duration limit) {
    return Output.of(environment, limit, lab.toString(), command, "22.05", folder.toString());
  }

  Path folder() {
    return folder;
  }

  /** What {@code slurm-lab} has printed: the service's environment, among others. */
  String setting(String name) {
    return settings.get(name);
  }

  boolean limitsMemoryByCgroup() {
    return environment.containsKey("SLURM_LAB_CGROUP");
  }

  /** A token of the jobs' user that is good for that long. */
  String token(Duration lifespan) {
    return command("token", setting("AIF_SLURM_USER_NAME"), Long.toString(lifespan.toSeconds()))
        .strip();
  }

  /** All jobs that Slurm knows whose names begin so, in the order of their numbers. */
  List<SlurmJob> jobs(String prefix) {
    return command("squeue", "-h", "-t", "all", "-o", "%A|%T|%N|%r|%u|%j")
        .lines()
        .map(SlurmJob::parse)
        .filter(job -> job.name().startsWith(prefix))
        .sorted()
        .toList();
  }

  /** Those of them that hold or wait for nodes, or are only just ending. */
  List<SlurmJob> liveJobs(String prefix) {
    return jobs(prefix).stream().filter(SlurmJob::isLive).toList();
  }

  void scontrol(String... arguments) {
    command("scontrol", arguments);
  }

  /** Makes a node fail under what runs on it. */
  void nodeDown(String node) {
    scontrol("update", "NodeName=" + node, "State=DOWN", "Reason=test");
  }

  /** Waits until a node can be used, and helps where it does not come back by itself. */
  void nodeUp(String node) {
    Await.so(
        node,
        Duration.ofSeconds(60),
        () -> {
          String state = nodeState(node);
          if (state.startsWith("down")) {
            Output.of(
                Map.of(),
                COMMAND_LIMIT,
                folder.resolve("bin/scontrol").toString(),
                "update",
                "NodeName=" + node,
                "State=RESUME");
          }
          // Or mix, for Slurm may go on counting a job that it has killed there.
          return state.equals("idle") || state.equals("mix");
        },
        () -> nodeState(node));
  }

  private String nodeState(String node) {
    return command("sinfo", "-h", "-p", "debug", "-n", node, "-o", "%t").strip();
  }

  void scancel(long job) {
    command("scancel", Long.toString(job));
  }

  /** Submits a script that nobody but the test knows of, and gives its number. */
  long submit(String name, String... options) {
    List<String> arguments = new ArrayList<>(List.of("--parsable", "--job-name", name));
    arguments.addAll(List.of("--chdir", setting("AIF_SLURM_WORK_DIR")));
    arguments.addAll(List.of("--output", "/dev/null"));
    arguments.addAll(Arrays.asList(options));
    arguments.addAll(List.of("--wrap", "sleep 600"));
    return Long.parseLong(command("user/sbatch", arguments.toArray(String[]::new)).strip());
  }

  /** Runs one of Slurm's commands for this cluster. */
  String command(String name, String... arguments) {
    List<String> line = new ArrayList<>(List.of(folder.resolve("bin").resolve(name).toString()));
    line.addAll(Arrays.asList(arguments));
    return Output.of(Map.of(), COMMAND_LIMIT, line.toArray(String[]::new)).expectSuccess();
  }

  /** Stops a daemon as SIGSTOP does: what connects to it waits. */
  void pause(String daemon) {
    signal("STOP", daemon);
  }

  void resume(String daemon) {
    signal("CONT", daemon);
  }

  /** Ends a daemon as {@code kill -9} does; {@link #up} starts it again. */
  void kill(String daemon) {
    ProcessHandle process = ProcessHandle.of(pid(daemon)).orElseThrow();
    process.destroyForcibly();
    Await.so(
        "the end of " + daemon,
        Duration.ofSeconds(10),
        () -> !JobProcesses.runs(process.pid()),
        process::toString);
  }

  private void signal(String signal, String daemon) {
    Output.of(Map.of(), COMMAND_LIMIT, "kill", "-s", signal, Long.toString(pid(daemon)))
        .expectSuccess();
  }

  private long pid(String daemon) {
    try {
      return Long.parseLong(
          Files.readString(folder.resolve("run").resolve(daemon + ".pid")).split(" ")[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What runs in jobs of this cluster, whoever submitted them. */
  List<ProcessHandle> jobProcesses() {
    return JobProcesses.of(folder.resolve("etc/slurm.conf"));
  }

  @Override
  public void close() {
    down();
    if (Thread.currentThread() != lastResort) {
      Runtime.getRuntime().removeShutdownHook(lastResort);
    }
  }
}
