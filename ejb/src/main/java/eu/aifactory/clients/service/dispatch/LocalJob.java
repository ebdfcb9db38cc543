package eu.aifactory.clients.service.dispatch;

import eu.aifactory.clients.service.dispatch.JobStatus.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One local job as its folder tells it: {@code pid} once its process runs, {@code cancel} and
 * {@code timeout} when it was told to end, {@code exit} when it has ended.
 */
final class LocalJob {
  /** From SIGTERM to SIGKILL, as Slurm's KillWait has it. */
  static final Duration KILL_WAIT = Duration.ofSeconds(30);

  /** A folder without a process for longer than this was left by a service that died over it. */
  static final Duration START_GRACE = Duration.ofSeconds(10);

  private static final String SEPARATOR = "~";
  private static final int SIGNALLED = 128;

  private final Path folder;
  private final Clock clock;

  LocalJob(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  static LocalJob of(Path jobsFolder, JobName name, JobMark mark, Clock clock) {
    return new LocalJob(jobsFolder.resolve(name + SEPARATOR + mark), clock);
  }

  /** Empty for an id that could lead out of the folder. */
  static Optional<LocalJob> byId(Path jobsFolder, JobId id, Clock clock) {
    boolean plain = id.value().matches("[a-z0-9.-]+" + SEPARATOR + "[0-9a-f]{16}");
    return plain
        ? Optional.of(new LocalJob(jobsFolder.resolve(id.value()), clock))
        : Optional.empty();
  }

  /** Empty for a folder that is no job's. */
  static Optional<LocalJob> in(Path folder, Clock clock) {
    return byId(folder.getParent(), new JobId(folder.getFileName().toString()), clock);
  }

  Path folder() {
    return folder;
  }

  JobId id() {
    return new JobId(folder.getFileName().toString());
  }

  JobName name() {
    return new JobName(id().value().split(SEPARATOR)[0]);
  }

  private JobMark mark() {
    return new JobMark(id().value().split(SEPARATOR)[1]);
  }

  Path output(JobOutput which) {
    return folder.resolve(which.toString());
  }

  /** Starts the job's process group in the folder, which exists. */
  void start(JobRequest request, Path startScript, LocalContainer container) throws IOException {
    Path script = folder.resolve("job.sh");
    try (InputStream constant = LocalJob.class.getResourceAsStream("local-job.sh")) {
      Files.copy(constant, script, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                // A session of its own: it survives the service, and one signal reaches it whole.
                "setsid",
                "bash",
                script.toString(),
                folder.toString(),
                Integer.toString(request.numAgents()),
                Long.toString(request.timeLimit().toSeconds()),
                startScript.toString(),
                Integer.toString(request.numClients()),
                request.serverAddr(),
                request.serviceUrl(),
                Long.toString(request.benchmarkId())));
    command.addAll(container.arguments());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    environment(builder.environment(), request);
    builder.environment().putAll(container.variables());
    builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    // Opened to append: the agents write to the same files, each line at the end as it is then.
    builder.redirectOutput(Redirect.appendTo(output(JobOutput.STDOUT).toFile()));
    builder.redirectError(Redirect.appendTo(output(JobOutput.STDERR).toFile()));
    builder.start();
  }

  /** The agent gets what it needs and nothing else of the server's: no password of a database. */
  private void environment(Map<String, String> environment, JobRequest request) {
    Map<String, String> server = Map.copyOf(environment);
    environment.clear();
    for (String name : List.of("PATH", "HOME", "USER", "LANG", "JAVA_HOME", "AIF_JAVA_HOME")) {
      if (server.containsKey(name)) {
        environment.put(name, server.get(name));
      }
    }
    environment.put("AIF_NONCE", request.token());
    environment.put("AIF_JOB_ID", id().value());
    environment.put("AIF_AGENTS", Integer.toString(request.numAgents()));
    environment.put("AIF_TIME_LIMIT_SECONDS", Long.toString(request.timeLimit().toSeconds()));
    environment.put("AIF_CORRELATION_ID", request.correlationId());
    environment.put("AIF_AGENT_HOST", "127.0.0.1");
    if (server.containsKey("AIF_TLS_CA")) {
      environment.put("AIF_AGENT_TLS_CA", server.get("AIF_TLS_CA"));
    }
    environment.putAll(request.agentVariables());
  }

  /** Nothing was started, and nothing will be. */
  void markFailedToStart() {
    try {
      write("exit", "127");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JobStatus status() {
    Optional<String> exit = read("exit");
    if (exit.isPresent()) {
      return ended(Integer.parseInt(exit.get()));
    }
    // Read once: the file may come while we look, and would then seem to name a dead process.
    Optional<String> pid = read("pid");
    if (pid.isPresent()) {
      if (process(pid.get()).isPresent()) {
        return status(Phase.RUNNING, "RUNNING", has("cancel") ? "cancelling" : null);
      }
      // It may have ended between the two looks.
      return read("exit")
          .map(code -> ended(Integer.parseInt(code)))
          .orElseGet(() -> status(Phase.FAILED, "FAILED", "the job's process was killed"));
    }
    return age().compareTo(START_GRACE) < 0
        ? status(Phase.WAITING, "STARTING", null)
        : status(Phase.FAILED, "FAILED", "the job's process never started");
  }

  /**
   * SIGTERM to the whole process group the first time, SIGKILL when it is still there much later.
   */
  void cancel() throws IOException {
    if (status().phase().ended()) {
      return;
    }
    Optional<IOException> unnoted = noteCancel();
    Optional<Long> pid = read("pid").flatMap(LocalJob::process).map(ProcessHandle::pid);
    if (pid.isPresent()) {
      long since = read("cancel").map(Long::parseLong).orElse(clock.millis());
      signal(clock.millis() - since > KILL_WAIT.toMillis() ? "KILL" : "TERM", pid.get());
    } else if (unnoted.isPresent()) {
      // A process that is only just starting would not see that it must not.
      throw unnoted.get();
    }
  }

  /** Notes when it was first told to end; gives the fault when a full disk does not take it. */
  private Optional<IOException> noteCancel() {
    try {
      if (!has("cancel")) {
        write("cancel", Long.toString(clock.millis()));
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private void signal(String signal, long group) throws IOException {
    Process kill = new ProcessBuilder("kill", "-s", signal, "--", "-" + group).start();
    try {
      if (!kill.waitFor(5, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JobStatus ended(int exitCode) {
    if (has("cancel")) {
      return status(Phase.CANCELLED, "CANCELLED", "cancelled by the service");
    }
    if (has("timeout")) {
      return status(Phase.TIMED_OUT, "TIMEOUT", "the time limit ended");
    }
    if (exitCode == 0) {
      return status(Phase.COMPLETED, "COMPLETED", null);
    }
    String reason =
        exitCode > SIGNALLED
            ? "an agent was ended by signal %d".formatted(exitCode - SIGNALLED)
            : "an agent ended with exit code %d%s".formatted(exitCode, lastWords());
    return status(Phase.FAILED, "FAILED", reason);
  }

  /** The last line that an agent wrote to its standard error: usually why it ended. */
  private String lastWords() {
    return LastLine.of(output(JobOutput.STDERR)).map(line -> ": " + line).orElse("");
  }

  private JobStatus status(Phase phase, String state, String reason) {
    return new JobStatus(id(), name(), mark(), phase, state, reason);
  }

  /** The live process that a pid file tells of: its number and its start time. */
  private static Optional<ProcessHandle> process(String pidAndStartTime) {
    String[] parts = pidAndStartTime.split(" ");
    boolean same = startTime(parts[0]).equals(Optional.of(parts[1]));
    return same
        ? ProcessHandle.of(Long.parseLong(parts[0])).filter(ProcessHandle::isAlive)
        : Optional.empty();
  }

  /**
   * Of a process, in clock ticks since boot; empty for one that is gone or only waits to be reaped.
   */
  private static Optional<String> startTime(String pid) {
    try {
      String stat = Files.readString(Path.of("/proc", pid, "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return "Z".equals(fields[0]) ? Optional.empty() : Optional.of(fields[19]);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Duration age() {
    try {
      return Duration.between(Files.getLastModifiedTime(folder).toInstant(), clock.instant());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  private Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(folder.resolve(file)).strip()).filter(s -> !s.isEmpty());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String file, String text) throws IOException {
    Path draft = folder.resolve(file + ".new");
    Files.writeString(draft, text);
    Files.move(draft, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }
}
