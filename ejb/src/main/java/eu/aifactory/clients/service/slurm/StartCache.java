package eu.aifactory.clients.service.slurm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Has the agent's own script prepare the cache that makes its start faster. An agent starts without
 * one too, so nothing that goes wrong here is more than a line in the log.
 */
record StartCache(Duration limit) {
  private static final Logger LOG = System.getLogger(StartCache.class.getName());
  private static final String SCRIPT = "prepare-cache.sh";

  /**
   * What the script needs. Not JAVA_HOME: a job is not given it either, and the cache has to be for
   * the JDK that the job will find.
   */
  private static final List<String> ENVIRONMENT = List.of("PATH", "HOME", "LANG", "AIF_JAVA_HOME");

  /** Returns when the cache is there, or will not be; after the limit at the latest. */
  void prepareIn(Path agent) {
    Path script = agent.resolve(SCRIPT);
    if (!Files.isExecutable(script)) {
      return;
    }
    try {
      Path said = Files.createTempFile("aif-prepare-cache-", ".log");
      try {
        LOG.log(Level.INFO, "start cache of the agent: {0}", outcome(script, said));
        makeReadable(agent);
      } finally {
        Files.deleteIfExists(said);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "no start cache for the agent: {0}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String outcome(Path script, Path said) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(script.toString());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(ENVIRONMENT);
    builder.redirectErrorStream(true);
    builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(said.toFile());
    Process process = builder.start();
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return "exit code %d, %s".formatted(process.exitValue(), Files.readString(said).strip());
      }
      return "not ready within %d s".formatted(limit.toSeconds());
    } finally {
      // The script's JVM as well, which would otherwise go on for itself.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void makeReadable(Path agent) throws IOException {
    try (Stream<Path> files = Files.list(agent)) {
      for (Path cache : files.filter(file -> file.toString().endsWith(".aot")).toList()) {
        AgentFiles.readable(cache, false);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
