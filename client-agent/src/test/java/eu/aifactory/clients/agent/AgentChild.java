package eu.aifactory.clients.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged agent as a child process, started by the script that jobs run. */
final class AgentChild implements AutoCloseable {
  private final Process process;
  private final Path log;

  private AgentChild(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it with nothing of this machine's own settings but these. */
  static AgentChild start(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("agent.folder"), "start_client.sh").toString());
    command.addAll(List.of(arguments));
    try {
      Path log = Files.createTempFile("agent-", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.startsWith("AIF_") || name.startsWith("SLURM"));
      builder.environment().put("AIF_JAVA_HOME", System.getProperty("java.home"));
      // What a test leaves there belongs to no other.
      builder
          .environment()
          .put("AIF_AGENT_SPOOL_DIR", Files.createTempDirectory("spool-").toString());
      builder.environment().putAll(environment);
      return new AgentChild(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /**
   * SIGKILL; returns when it is gone. The script has become the agent, so there is no other
   * process.
   */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Its exit code, once it has ended by itself. */
  int exitCode(long withinSeconds) throws InterruptedException {
    if (!process.waitFor(withinSeconds, TimeUnit.SECONDS)) {
      throw new AssertionError("still runs after " + withinSeconds + " s; it said:\n" + output());
    }
    return process.exitValue();
  }

  List<ProcessHandle> leftBehind() {
    return process.descendants().filter(ProcessHandle::isAlive).toList();
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
