package eu.aifactory.clients.cli.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One start of a server, from the files to the first answer that says it is ready. */
final class DomainStart {
  private static final String APPLICATION = "aif";
  private static final long POLL_MILLIS = 100;

  private final Installation installation;
  private final PayaraDomain domain;
  private final ServerSettings settings;
  private final Consumer<String> progress;
  private final Duration limit;
  private final long deadlineNanos;
  private final Map<String, String> environment;
  private final AdminPassword adminPassword;
  private final Optional<ServerKey> key;

  DomainStart(
      Installation installation,
      PayaraDomain domain,
      ServerSettings settings,
      Duration limit,
      Consumer<String> progress) {
    this.installation = installation;
    this.domain = domain;
    this.settings = settings;
    this.progress = progress;
    this.limit = limit;
    this.deadlineNanos = System.nanoTime() + limit.toNanos();
    this.environment = ServerEnvironment.of(installation, domain.data(), settings);
    this.key = ServerKey.read(settings.environment());
    this.adminPassword = new AdminPassword(domain.data());
  }

  RunningServer start() throws IOException, InterruptedException {
    Applied applied = prepareFolder();
    TokenKey.of(domain.data(), settings.environment()).ensure();
    adminPassword.giveTo(domain.folder().resolve("config"));
    Path preboot = installation.setUp().resolve("preboot.asadmin");
    String prebootDigest = Applied.digest(preboot);
    boolean isNew = !applied.has("preboot", prebootDigest);
    progress.accept("starting the server");
    ServerLog log = ServerLog.fromNow(domain.serverLog(), domain.consoleLog());
    Process process = launch(isNew ? Optional.of(preboot) : Optional.empty());
    boolean up = false;
    try {
      RunningServer server = RunningServer.of(process, settings);
      domain.remember(server);
      awaitAdmin(process, log);
      requirePreboot(log);
      setUp(applied);
      applied.add("preboot", prebootDigest);
      awaitReady(process, log);
      up = true;
      return server;
    } finally {
      if (!up) {
        process.destroyForcibly().onExit().join();
        domain.forget();
      }
    }
  }

  private Applied prepareFolder() throws IOException {
    DomainFolder folder = new DomainFolder(domain.folder(), installation);
    Path appliedFile = domain.folder().resolve("config/aif-applied.properties");
    Applied applied = Applied.read(appliedFile);
    // The domain's caches name the files of the Payara that made it.
    String payara = installation.payara().toString();
    if (!folder.exists() || !applied.has("payara", payara)) {
      progress.accept("creating the server's domain");
      folder.create();
      applied = Applied.read(appliedFile);
      applied.add("payara", payara);
    }
    folder.setLogLevels(
        Map.of(
            "java.util.logging.ConsoleHandler.level",
            settings.console() ? "FINE" : "WARNING",
            "eu.aifactory.level",
            logLevel(environmentOrOwn("AIF_LOG_LEVEL").orElse("INFO"))));
    folder.setKey(key);
    Optional<String> driver = environmentOrOwn("AIF_DB_DRIVER");
    if (driver.isPresent()) {
      folder.addLibrary(Path.of(driver.get()));
    }
    return applied;
  }

  private Process launch(Optional<Path> preboot) throws IOException, InterruptedException {
    List<String> command =
        new LaunchCommand(installation)
            .of(
                domain.folder(),
                preboot,
                environment,
                environmentOrOwn(LaunchCommand.JAVA_OPTIONS));
    File console = domain.consoleLog().toFile();
    Files.deleteIfExists(console.toPath());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(domain.folder().resolve("config").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(console));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (var input = process.getOutputStream()) {
      // The password of the key store that Payara ships; nothing here is protected by it.
      input.write("AS_ADMIN_MASTERPASSWORD=changeit\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended at once: the wait that follows finds that, and says why.
      progress.accept("the server ended at once");
    }
    return process;
  }

  /** Among these commands are those that keep the listeners off the network. */
  private void requirePreboot(ServerLog log) {
    Optional<String> failed = log.failedBootCommand();
    if (failed.isPresent()) {
      throw new ServerException(
          "a command of preboot.asadmin failed: %s. The output is %s."
              .formatted(failed.get(), domain.consoleLog()));
    }
  }

  private void awaitAdmin(Process process, ServerLog log) throws InterruptedException {
    try (AdminClient admin = new AdminClient(settings.adminUrl(), adminPassword.value())) {
      while (!admin.answers()) {
        pause(process, log);
      }
    }
  }

  private void setUp(Applied applied) throws IOException, InterruptedException {
    try (AdminClient admin = new AdminClient(settings.adminUrl(), adminPassword.value())) {
      Path postboot = installation.setUp().resolve("postboot.asadmin");
      String postbootDigest = Applied.digest(postboot);
      if (!applied.has("postboot", postbootDigest)) {
        progress.accept("creating its resources");
        admin.apply(CommandFile.read(postboot));
        applied.add("postboot", postbootDigest);
      }
      String earDigest = Applied.digest(installation.ear());
      if (!applied.has("ear", earDigest)) {
        progress.accept("deploying the service");
        deploy(admin, applied, earDigest);
      }
    } catch (ServerException e) {
      throw new ServerException(e.getMessage() + " The log is " + domain.serverLog() + ".", e);
    }
  }

  /**
   * Payara ends a connection over which nothing went for a while, and a slow machine may deploy for
   * longer than that. The deployment goes on: whether it ends well, {@link #awaitReady} finds out.
   */
  private void deploy(AdminClient admin, Applied applied, String earDigest)
      throws IOException, InterruptedException {
    try {
      admin.deploy(APPLICATION, installation.ear());
      applied.add("ear", earDigest);
    } catch (AnswerLostException e) {
      progress.accept("still deploying the service");
    }
  }

  private void awaitReady(Process process, ServerLog log) throws InterruptedException {
    progress.accept("waiting until the service is ready");
    try (Readiness readiness = new Readiness(settings.serviceUrl(), key)) {
      while (!readiness.isReady()) {
        if (log.saysThatTheApplicationFailed()) {
          throw failed("the service could not be loaded", log);
        }
        readiness
            .cause()
            .ifPresent(cause -> progress.accept("waiting until the service is ready: " + cause));
        if (isTooLate() && readiness.cause().isPresent()) {
          throw new ServerException(
              "the service was not ready within %d s: %s."
                  .formatted(limit.toSeconds(), readiness.cause().get()));
        }
        pause(process, log);
      }
    }
  }

  private void pause(Process process, ServerLog log) throws InterruptedException {
    if (!process.isAlive()) {
      throw failed("the server ended with code " + process.exitValue(), log);
    }
    if (isTooLate()) {
      throw failed("the server was not ready within %d s".formatted(limit.toSeconds()), log);
    }
    process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private boolean isTooLate() {
    return System.nanoTime() - deadlineNanos > 0;
  }

  private ServerException failed(String what, ServerLog log) {
    String cause = log.firstFailure().map(text -> ": " + text).orElse("");
    return new ServerException("%s%s. The log is %s.".formatted(what, cause, domain.serverLog()));
  }

  private Optional<String> environmentOrOwn(String variable) {
    String own = System.getenv(variable);
    return Optional.ofNullable(settings.environment().getOrDefault(variable, own));
  }

  private static String logLevel(String name) {
    return switch (name.toUpperCase(java.util.Locale.ROOT)) {
      case "DEBUG" -> "FINE";
      case "INFO" -> "INFO";
      case "WARNING" -> "WARNING";
      case "ERROR" -> "SEVERE";
      default ->
          throw new ServerException(
              "AIF_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, not %s.".formatted(name));
    };
  }
}
