package eu.aifactory.clients.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL of this host's packages, with a data folder of its own, on the loopback. As
 * root it runs as the user {@code postgres}, since it refuses root.
 */
final class Postgres implements AutoCloseable {
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final String USER = "aif";
  private static final long PATIENCE_SECONDS = 60;

  private final Path programs;
  private final Path data;
  private final int port;

  private Postgres(Path programs, Path data, int port) {
    this.programs = programs;
    this.data = data;
    this.port = port;
  }

  /** Starts one, or skips the test with the reason where this host has none. */
  static Postgres start() {
    Optional<Path> programs = newestPrograms();
    assumeTrue(programs.isPresent(), "skipped: no PostgreSQL below " + PACKAGES);
    assumeTrue(
        !isRoot() || hasUser(),
        "skipped: PostgreSQL refuses root, and there is no user \"postgres\"");
    try {
      // Not below the build's folder: another user has to get there.
      Path data = Files.createTempDirectory("aif-postgres");
      if (isRoot()) {
        run(List.of("chown", "postgres", data.toString()));
      }
      Postgres postgres = new Postgres(programs.get(), data, freePort());
      postgres.run("initdb", "-D", data.toString(), "-U", USER, "-A", "trust", "--no-sync");
      postgres.up();
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the service's environment, names and values in turn. */
  String[] variables() {
    return variables(port);
  }

  /** The same for a service that reaches it through another port of this host. */
  String[] variables(int through) {
    return new String[] {
      "AIF_DB_URL",
      url(through),
      "AIF_DB_USER",
      USER,
      "AIF_DB_PASSWORD",
      "unused",
      "AIF_DS_CLASS",
      "org.postgresql.ds.PGSimpleDataSource",
      "AIF_DB_DRIVER",
      driver().toString()
    };
  }

  String url() {
    return url(port);
  }

  int port() {
    return port;
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, "unused");
  }

  void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(String.join("; ", statements), e);
    }
  }

  long count(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  void up() {
    run(
        "pg_ctl",
        "-D",
        data.toString(),
        "-w",
        "-l",
        data.resolve("log").toString(),
        "-o",
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
            .formatted(port),
        "start");
  }

  /** As an operator restarts it: connections are cut, transactions in flight are rolled back. */
  void down() {
    run("pg_ctl", "-D", data.toString(), "-w", "-m", "immediate", "stop");
  }

  @Override
  public void close() {
    down();
    try (Stream<Path> paths = Files.walk(data)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) {
    try {
      File output = File.createTempFile("aif-postgres", ".out");
      Process process =
          new ProcessBuilder(command)
              .directory(new File("/"))
              .redirectErrorStream(true)
              .redirectOutput(output)
              .start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String said = Files.readString(output.toPath());
      Files.delete(output.toPath());
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError(command + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static Path driver() {
    try {
      return Path.of(
          org.postgresql.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Optional<Path> newestPrograms() {
    if (!Files.isDirectory(PACKAGES)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(PACKAGES)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.comparing(Path::toString));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static boolean hasUser() {
    try {
      return Files.readAllLines(Path.of("/etc/passwd")).stream()
          .anyMatch(line -> line.startsWith("postgres:"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
