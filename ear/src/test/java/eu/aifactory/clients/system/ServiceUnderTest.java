package eu.aifactory.clients.system;

import eu.aifactory.clients.cli.server.AdminPassword;
import eu.aifactory.clients.cli.server.Installation;
import eu.aifactory.clients.cli.server.PayaraDomain;
import eu.aifactory.clients.cli.server.ServerException;
import eu.aifactory.clients.cli.server.ServerSettings;
import eu.aifactory.clients.cli.server.TokenIssuer;
import eu.aifactory.clients.cli.server.TokenKey;
import eu.aifactory.clients.emulator.EmulatorOptions;
import eu.aifactory.clients.emulator.VllmEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The service on its server, set up as it ships, on free ports and in a folder of its own, with an
 * emulated vLLM in this process as its AI server. The folder stays when the tests are over.
 */
final class ServiceUnderTest implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration TOKEN_VALIDITY = Duration.ofHours(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
  private static final int MOST_LINES = 60;
  private static final AtomicLong NEXT_ID = new AtomicLong(1000);

  private final VllmEmulator emulator;
  private final PayaraDomain domain;
  private final ServerSettings settings;
  private final Thread lastResort = new Thread(this::killQuietly);

  private ServiceUnderTest(VllmEmulator emulator, PayaraDomain domain, ServerSettings settings) {
    this.emulator = emulator;
    this.domain = domain;
    this.settings = settings;
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /**
   * Starts emulator and service.
   *
   * @param name of the folder, below the one of all system tests
   * @param variables names and values in turn, for the service's environment
   */
  static ServiceUnderTest start(String name, String... variables) {
    Path data = Path.of(System.getProperty("aif.system-folder")).resolve(name);
    deleteTree(data);
    VllmEmulator emulator =
        VllmEmulator.start(
            EmulatorOptions.parse("--port", "0", "--ttft-ms", "20", "--itl-ms", "2", "--truth"));
    ServerSettings settings =
        ServerSettings.onFreePorts().with("AIF_SERVER_ADDR", emulator.baseUri().toString());
    for (int i = 0; i < variables.length; i += 2) {
      settings = settings.with(variables[i], variables[i + 1]);
    }
    Installation installation = Installation.at(Path.of(System.getProperty("aif.root")));
    ServiceUnderTest service =
        new ServiceUnderTest(emulator, new PayaraDomain(installation, data), settings);
    service.start();
    return service;
  }

  /** Starts the server again on the same folder and the same ports. */
  void start() {
    try {
      domain.start(settings, START_LIMIT, step -> {});
    } catch (ServerException e) {
      throw new AssertionError(
          "%s%n%s, its last lines:%n%s"
              .formatted(e.getMessage(), domain.serverLog(), lastLines(domain.serverLog())),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Ends the server in good order. */
  void stop() {
    try {
      domain.stop(STOP_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Ends the server as {@code kill -9} does. */
  void kill() {
    try {
      domain.kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Stops the server's process as it stands, or lets it go on. */
  void signal(String name) {
    AgentProcesses.signal(
        name, domain.running().flatMap(server -> server.process()).orElseThrow().pid());
  }

  int port() {
    return settings.port();
  }

  boolean isRunning() {
    return domain.running().isPresent();
  }

  /** A benchmark id that no other test uses. */
  static long newId() {
    return NEXT_ID.incrementAndGet();
  }

  /** Calls below {@code /api/v1}, of a person who may do everything. */
  Http api() {
    return api(token("system-test", "admin"));
  }

  /** Calls below {@code /api/v1} with a token, or whatever else goes in its place. */
  Http api(String token) {
    return Http.as(settings.serviceUrl() + "/api/v1", "Bearer " + token);
  }

  /** Calls below {@code /api/v1} of nobody. */
  Http apiWithoutToken() {
    return new Http(settings.serviceUrl() + "/api/v1");
  }

  /** A token as the command line issues them. */
  String token(String owner, String role) {
    return new TokenIssuer(TokenKey.of(domain.data(), settings.environment()), Clock.systemUTC())
        .issue(owner, role, TOKEN_VALIDITY);
  }

  /** Calls below the server's root. */
  Http root() {
    return new Http(settings.serviceUrl());
  }

  String url() {
    return settings.serviceUrl();
  }

  /** Of Payara's user admin. */
  String adminPassword() {
    return new AdminPassword(domain.data()).value();
  }

  /** Calls to Payara's admin listener, of its user admin. */
  Http admin(String path) {
    String both = AdminPassword.USER + ":" + adminPassword();
    return Http.as(
        "http://127.0.0.1:" + adminPort() + path,
        "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
  }

  /** The process of the server. */
  long pid() {
    return domain.running().orElseThrow().pid();
  }

  int adminPort() {
    return settings.adminPort();
  }

  VllmEmulator emulator() {
    return emulator;
  }

  /** Calls to the emulator, as any other AI server's client makes them. */
  Http aiServer() {
    return new Http(emulator.baseUri().toString());
  }

  /** The service's data folder. */
  Path data() {
    return domain.data();
  }

  /** What the server writes, and whoever starts it. */
  Path logs() {
    return domain.data().resolve("logs");
  }

  /** The folders of the jobs that the local dispatcher has started. */
  List<Path> jobs(long benchmarkId) {
    Path jobs = jobsFolder();
    if (!Files.isDirectory(jobs)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(jobs)) {
      return folders
          .filter(folder -> folder.getFileName().toString().contains("." + benchmarkId + "."))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processes that belong to agents which this service has started. */
  List<ProcessHandle> agentProcesses() {
    return AgentProcesses.workingIn(jobsFolder());
  }

  private Path jobsFolder() {
    String own = settings.environment().get("AIF_JOBS_DIR");
    return own == null ? domain.data().resolve("jobs") : Path.of(own);
  }

  @Override
  public void close() {
    stop();
    emulator.close();
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }

  private void killQuietly() {
    domain.running().flatMap(server -> server.process()).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static String lastLines(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    } catch (IOException e) {
      return "it cannot be read: " + e;
    }
  }

  private static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
