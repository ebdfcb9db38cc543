package eu.aifactory.clients.service.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who did what, from where, and how it was answered: a JSON object a line, added to and never
 * changed, in {@code logs/audit.log} of the data folder. Neither bodies nor tokens. What can no
 * longer be written fails no call: the server's log says so. Thread-safe.
 */
@ApplicationScoped
public class AuditLog {
  /** Found once: {@code Json} looks for it in all jars, under locks, with each call. */
  private static final JsonProvider JSON = JsonProvider.provider();

  private static final System.Logger LOG = System.getLogger(AuditLog.class.getName());

  /** Whoever is refused writes a line, so the file must not grow for ever. */
  static final long MOST_BYTES = 20_000_000;

  private static final int OLD_FILES = 10;

  private Clock clock;
  private Optional<Path> file = Optional.empty();

  protected AuditLog() {
    // for the container
  }

  @Inject
  AuditLog(@ConfigProperty(name = "aif.data-dir") Optional<String> dataDir, Clock clock) {
    this.file = dataDir.map(folder -> Path.of(folder).resolve("logs").resolve("audit.log"));
    this.clock = clock;
  }

  /**
   * One call.
   *
   * @param who the caller's name, {@code agent}, or {@code null} when nobody knows
   * @param role of the caller, or {@code null}
   * @param path below the interface's root, without the query
   * @param from the caller's address
   */
  public record Entry(
      String who, String role, String method, String path, String from, int status, String id) {}

  public synchronized void note(Entry entry) {
    if (file.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(file.get().getParent());
      makeRoom(file.get());
      Files.writeString(
          file.get(), line(entry) + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the audit log cannot be written: {0}", e.toString());
    }
  }

  /** Control characters leave as JSON has them, so that no caller can begin a line of its own. */
  private String line(Entry entry) {
    JsonObjectBuilder line = JSON.createObjectBuilder().add("at", clock.instant().toString());
    add(line, "who", entry.who());
    add(line, "role", entry.role());
    add(line, "method", entry.method());
    add(line, "path", entry.path());
    add(line, "from", entry.from());
    line.add("status", entry.status());
    add(line, "correlation_id", entry.id());
    return line.build().toString();
  }

  private static void add(JsonObjectBuilder line, String name, String value) {
    if (value == null) {
      line.addNull(name);
    } else {
      line.add(name, value);
    }
  }

  private static void makeRoom(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
      for (int old = OLD_FILES - 1; old >= 1; old--) {
        move(numbered(file, old), numbered(file, old + 1));
      }
      move(file, numbered(file, 1));
    }
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // It goes on.
    }
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path numbered(Path file, int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}
