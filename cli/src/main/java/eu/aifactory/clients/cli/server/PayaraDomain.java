package eu.aifactory.clients.cli.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The server of one data folder. The folder holds the domain, the database, the logs and, under
 * {@code run/}, which process serves it, so that any process can ask and stop it. At most one
 * server runs for a folder.
 */
public final class PayaraDomain {
  /** How a server ended. */
  public enum Ended {
    NOT_RUNNING,
    STOPPED,
    KILLED
  }

  /** A new domain with the service deployed has 140 MB; the rest is for logs and database. */
  private static final long LEAST_ROOM_MB = 250;

  private final Installation installation;
  private final Path data;

  public PayaraDomain(Installation installation, Path data) {
    this.installation = installation;
    this.data = data.toAbsolutePath().normalize();
  }

  public Path data() {
    return data;
  }

  /** The server's log: the newest of the rotating files. */
  public Path serverLog() {
    return data.resolve("logs/server.log");
  }

  /** What the server process writes to its standard output, since its last start. */
  public Path consoleLog() {
    return data.resolve("logs/console.log");
  }

  /** The server that runs now for this folder, whoever started it. */
  public Optional<RunningServer> running() {
    try {
      return RunningServer.read(stateFile()).filter(server -> server.process().isPresent());
    } catch (IOException e) {
      throw new ServerException(data + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Starts the server, sets it up where that is new, deploys the service where it has changed and
   * waits until it is ready. On failure nothing is left running.
   *
   * @param limit for all of it
   * @param progress takes a few words at each step
   * @throws ServerException when it runs already, a port is taken, or it did not come up
   * @throws InterruptedException when the caller gave up; nothing is left running
   */
  public RunningServer start(ServerSettings settings, Duration limit, Consumer<String> progress)
      throws InterruptedException {
    installation.requireServer();
    try {
      Files.createDirectories(data.resolve("run"));
      Files.createDirectories(data.resolve("logs"));
      Files.createDirectories(data.resolve("db"));
      try (FileChannel channel =
              FileChannel.open(
                  data.resolve("run/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        if (!lock.isValid()) {
          throw new IllegalStateException("the lock was lost");
        }
        requireFree(settings);
        requireRoom();
        return new DomainStart(installation, this, settings, limit, progress).start();
      }
    } catch (AccessDeniedException e) {
      throw new ServerException(
          "no permission to write %s: choose another folder with --data.".formatted(e.getFile()),
          e);
    } catch (IOException | UncheckedIOException e) {
      throw new ServerException(
          "the server cannot be set up in %s: %s.".formatted(data, reason(e)), e);
    }
  }

  /** Asks the server to end and waits until the process is gone; kills it after {@code limit}. */
  public Ended stop(Duration limit) throws InterruptedException {
    Optional<RunningServer> server = running();
    Optional<ProcessHandle> process = server.flatMap(RunningServer::process);
    if (process.isEmpty()) {
      return Ended.NOT_RUNNING;
    }
    leaveNote(server.get());
    process.get().destroy();
    Ended ended = Ended.STOPPED;
    if (!Liveness.awaitEnd(process.get(), limit)) {
      kill();
      ended = Ended.KILLED;
    }
    forget();
    return ended;
  }

  /** Whether a server that has ended was told to, by any process. */
  public boolean wasStopped(RunningServer server) {
    try {
      return Files.readString(stopNote()).equals(Long.toString(server.pid()));
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends the server as a power cut would, and waits until the process is gone. */
  public void kill() throws InterruptedException {
    Optional<ProcessHandle> process = running().flatMap(RunningServer::process);
    if (process.isPresent()) {
      process.get().destroyForcibly();
      Liveness.awaitEnd(process.get(), Duration.ofSeconds(30));
    }
  }

  Path folder() {
    return data.resolve("domain");
  }

  void remember(RunningServer server) throws IOException {
    server.write(stateFile());
  }

  void forget() {
    try {
      Files.deleteIfExists(stateFile());
    } catch (IOException e) {
      throw new ServerException(stateFile() + " cannot be removed: " + e.getMessage() + ".", e);
    }
  }

  private void leaveNote(RunningServer server) {
    try {
      Files.writeString(stopNote(), Long.toString(server.pid()));
    } catch (IOException e) {
      throw new ServerException(
          "no permission to write %s: the server belongs to somebody else.".formatted(stopNote()),
          e);
    }
  }

  private Path stopNote() {
    return data.resolve("run/stopped");
  }

  private Path stateFile() {
    return data.resolve("run/server.properties");
  }

  private FileLock lock(FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new ServerException(
          "another process is starting a server in %s: wait for it.".formatted(data));
    }
    return lock;
  }

  private void requireFree(ServerSettings settings) {
    running()
        .ifPresent(
            server -> {
              throw new ServerException(
                  "the service of %s runs already at %s (process %d)."
                      .formatted(data, server.serviceUrl(), server.pid()));
            });
    for (int port : new int[] {settings.port(), settings.adminPort()}) {
      if (!Ports.isFree(port)) {
        throw new ServerException(
            "port %d is in use: choose another with --port, or end what listens there."
                .formatted(port));
      }
    }
  }

  /** A server whose disk is full ends or hangs somewhere on its way up, and cannot say why. */
  private void requireRoom() throws IOException {
    long free = Files.getFileStore(data).getUsableSpace() >> 20;
    if (free < LEAST_ROOM_MB) {
      throw new ServerException(
          "only %d MB are free for %s and the server wants %d MB: free some room, or choose another folder with --data."
              .formatted(free, data, LEAST_ROOM_MB));
    }
  }

  private static String reason(Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + " cannot be written";
    }
    String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return text.contains("No space left") ? "the disk is full, free some room" : text;
  }
}
