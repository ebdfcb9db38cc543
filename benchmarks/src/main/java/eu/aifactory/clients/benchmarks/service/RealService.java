package eu.aifactory.clients.benchmarks.service;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import eu.aifactory.clients.cli.server.Installation;
import eu.aifactory.clients.cli.server.PayaraDomain;
import eu.aifactory.clients.cli.server.ServerException;
import eu.aifactory.clients.cli.server.ServerSettings;
import eu.aifactory.clients.cli.server.TokenIssuer;
import eu.aifactory.clients.cli.server.TokenKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The built service on Payara, set up as it ships. Its jobs start no agents, where it is not told
 * otherwise: what stands for the agent leaves the job's token where the benchmark finds it, and
 * sleeps.
 */
final class RealService implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
  private static final Duration TOKEN_VALIDITY = Duration.ofHours(2);
  private static final Duration JOB_LIMIT = Duration.ofSeconds(60);

  /** The fourth argument is the group's id; the token is for this user alone. */
  private static final String SLEEPER =
      """
      #!/usr/bin/env bash
      [ "$AIF_RANK" = 0 ] || exit 0
      umask 077
      printf %s "$AIF_NONCE" >"${0%/*}/tokens/.$4"
      mv "${0%/*}/tokens/.$4" "${0%/*}/tokens/$4"
      exec sleep 100000
      """;

  private final Path folder;
  private final ServiceDatabase database;
  private final PayaraDomain domain;
  private final ServerSettings settings;
  private final Thread lastResort = new Thread(this::kill);

  private RealService(
      Path folder,
      Path root,
      ServiceDatabase database,
      Path agent,
      String aiServer,
      String javaOptions) {
    this.folder = folder;
    this.database = database;
    domain = new PayaraDomain(Installation.at(root), folder.resolve("data"));
    ServerSettings common =
        ServerSettings.onFreePorts()
            .with("AIF_AGENT_HOME", agent.toString())
            .with("AIF_SERVER_ADDR", aiServer)
            .with("AIF_JAVA_OPTIONS", javaOptions)
            .with("AIF_LOG_LEVEL", "WARNING");
    for (Map.Entry<String, String> variable : database.variables().entrySet()) {
      common = common.with(variable.getKey(), variable.getValue());
    }
    settings = common;
    // A benchmark that is interrupted leaves no server behind.
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /**
   * Starts it in a folder of its own.
   *
   * @param root of the built project
   * @param database that it keeps its groups in; whoever gives it closes it
   * @param javaOptions as an operator sets them, or blank
   */
  static RealService start(Path root, ServiceDatabase database, String javaOptions)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("aif-scale-");
    Path script = folder.resolve("agent").resolve("start_client.sh");
    Files.createDirectories(script.resolveSibling("tokens"));
    Files.writeString(script, SLEEPER);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    RealService service =
        new RealService(
            folder, root, database, script.getParent(), "http://127.0.0.1:9000", javaOptions);
    service.startAgain();
    return service;
  }

  /**
   * The same with real agents.
   *
   * @param agent folder of the built agent
   */
  static RealService withAgents(Path root, ServiceDatabase database, Path agent, String aiServer)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("aif-scale-");
    RealService service =
        new RealService(folder, root, database, agent.toAbsolutePath(), aiServer, "");
    service.startAgain();
    return service;
  }

  void startAgain() throws InterruptedException {
    try {
      domain.start(settings, START_LIMIT, step -> {});
    } catch (ServerException e) {
      throw new BenchmarkException("the service does not start: " + e.getMessage(), e);
    }
  }

  void stop() throws InterruptedException {
    domain.stop(STOP_LIMIT);
  }

  String api() {
    return settings.serviceUrl() + "/api/v1";
  }

  /** Of somebody who may do everything. */
  String token() {
    return new TokenIssuer(TokenKey.of(domain.data(), settings.environment()), Clock.systemUTC())
        .issue("benchmark", "admin", TOKEN_VALIDITY);
  }

  /** That the agents of the group's job carry, as soon as the job runs. */
  String tokenOfGroup(long id) throws IOException, InterruptedException {
    Path file = folder.resolve("agent").resolve("tokens").resolve(Long.toString(id));
    long deadline = System.nanoTime() + JOB_LIMIT.toNanos();
    while (!Files.exists(file)) {
      if (System.nanoTime() > deadline) {
        throw new BenchmarkException("the job of group %d does not start".formatted(id));
      }
      Thread.sleep(50);
    }
    String token = Files.readString(file);
    Files.delete(file);
    return token;
  }

  long pid() {
    return domain.running().orElseThrow().pid();
  }

  /** The database's own connection; to be used while the service is stopped. */
  Connection database() throws IOException, SQLException {
    return database.connect(domain.data());
  }

  private void kill() {
    try {
      domain.kill();
      endJobs();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Local jobs outlive their service, as they should: these nobody needs any more. */
  private void endJobs() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data").resolve("jobs"))) {
      for (Path file : files.filter(each -> each.endsWith("pid")).toList()) {
        ProcessHandle.of(Long.parseLong(Files.readString(file).split(" ")[0]))
            .ifPresent(
                job -> {
                  job.descendants().forEach(ProcessHandle::destroyForcibly);
                  job.destroyForcibly();
                });
      }
    }
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(lastResort);
    try {
      domain.stop(STOP_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
