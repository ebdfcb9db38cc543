package eu.aifactory.clients.cli.server;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * A server process as the data folder remembers it, so that another process finds it again.
 *
 * @param serviceUrl where processes on this machine reach the service
 * @param startMillis when the process began, since the epoch: with the id it names one process,
 *     even after the id was given to another
 */
public record RunningServer(long pid, long startMillis, String serviceUrl, int adminPort) {

  static RunningServer of(Process process, ServerSettings settings) {
    return new RunningServer(
        process.pid(),
        startMillis(process.toHandle()),
        settings.serviceUrl(),
        settings.adminPort());
  }

  /** The process, unless it has ended. */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(Liveness::isAlive)
        .filter(handle -> startMillis(handle) == startMillis);
  }

  public String adminUrl() {
    return "http://127.0.0.1:" + adminPort;
  }

  static Optional<RunningServer> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties kept = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      kept.load(reader);
      return Optional.of(
          new RunningServer(
              Long.parseLong(kept.getProperty("pid")),
              Long.parseLong(kept.getProperty("start_millis")),
              kept.getProperty("service_url", ""),
              Integer.parseInt(kept.getProperty("admin_port"))));
    } catch (NumberFormatException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  void write(Path file) throws IOException {
    Properties kept = new Properties();
    kept.setProperty("pid", Long.toString(pid));
    kept.setProperty("start_millis", Long.toString(startMillis));
    kept.setProperty("service_url", serviceUrl);
    kept.setProperty("admin_port", Integer.toString(adminPort));
    Path growing = file.resolveSibling(file.getFileName() + ".new");
    try (Writer writer = Files.newBufferedWriter(growing)) {
      kept.store(writer, "The server process of this data folder");
    }
    Files.move(growing, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static long startMillis(ProcessHandle handle) {
    return handle.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
  }
}
