package eu.aifactory.clients.benchmarks.service;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL of this host's packages with its own settings, each commit on disk when it returns,
 * on the loopback and in a folder of its own. Since it refuses root, root runs it as the user
 * {@code postgres}.
 */
final class TemporaryPostgres implements ServiceDatabase {
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final String USER = "aif";
  private static final String PASSWORD = "unused";

  private final Path programs;
  private final Path folder;
  private final int port;
  private final Thread lastResort = new Thread(this::stop);

  private TemporaryPostgres(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  static boolean isPossible() throws IOException {
    return newestPrograms().isPresent() && (!isRoot() || hasUser());
  }

  static TemporaryPostgres start() throws IOException {
    Path folder = Files.createTempDirectory("aif-scale-postgres");
    if (isRoot()) {
      run(List.of("chown", "postgres", folder.toString()));
    }
    TemporaryPostgres started =
        new TemporaryPostgres(newestPrograms().orElseThrow(), folder, freePort());
    String data = started.data();
    started.program("initdb", "-D", data, "-U", USER, "-A", "trust");
    started.program(
        "pg_ctl",
        "-D",
        data,
        "-w",
        "-l",
        data + ".log",
        "-o",
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=".formatted(started.port),
        "start");
    return started;
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public Map<String, String> variables() {
    return Map.of(
        "AIF_DB_URL",
        url(),
        "AIF_DB_USER",
        USER,
        "AIF_DB_PASSWORD",
        PASSWORD,
        "AIF_DS_CLASS",
        "org.postgresql.ds.PGSimpleDataSource",
        "AIF_DB_DRIVER",
        driver());
  }

  @Override
  public Connection connect(Path data) throws SQLException {
    return DriverManager.getConnection(url(), USER, PASSWORD);
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(lastResort);
    stop();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private void stop() {
    program("pg_ctl", "-D", data(), "-w", "-m", "fast", "stop");
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
  }

  private void program(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(programs.resolve(name).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) {
    try {
      // To a file: the server that is started keeps it open.
      Path said = Files.createTempFile("aif-scale", ".out");
      int exit =
          new ProcessBuilder(command)
              .directory(new File("/"))
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start()
              .waitFor();
      String words = Files.readString(said);
      Files.delete(said);
      if (exit != 0) {
        throw new BenchmarkException("%s: %s".formatted(command, words));
      }
    } catch (IOException e) {
      throw new BenchmarkException(command + " cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted in " + command, e);
    }
  }

  private static String driver() {
    try {
      return Path.of(
              org.postgresql.Driver.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new BenchmarkException("the driver's place is no path", e);
    }
  }

  private static Optional<Path> newestPrograms() throws IOException {
    if (!Files.isDirectory(PACKAGES)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(PACKAGES)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.comparing(Path::toString));
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static boolean hasUser() throws IOException {
    return Files.readAllLines(Path.of("/etc/passwd")).stream()
        .anyMatch(line -> line.startsWith("postgres:"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
