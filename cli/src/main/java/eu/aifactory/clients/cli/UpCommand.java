package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.Installation;
import eu.aifactory.clients.cli.server.PayaraDomain;
import eu.aifactory.clients.cli.server.Ports;
import eu.aifactory.clients.cli.server.RunningServer;
import eu.aifactory.clients.cli.server.ServerSettings;
import eu.aifactory.clients.protocol.WorkloadCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aif up}: the service, in the foreground unless told otherwise. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts the client service; Ctrl-C stops it.")
final class UpCommand implements Callable<Integer> {
  static final Duration START_LIMIT = Duration.ofMinutes(3);
  static final Duration STOP_LIMIT = Duration.ofSeconds(45);
  private static final long LOOK_MILLIS = 200;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVER_ADDR",
      description = "Address of the AI server; can be given later, and by a group's workload.")
  private String serverAddress;

  @Mixin private ListenOption listen;
  @Mixin private DataFolder dataFolder;

  @Mixin private TlsOption tls;
  @Mixin private AuthOption auth;
  @Mixin private DispatcherOption dispatcher;

  @Option(names = "--detach", description = "Return when the service is ready; see aif down.")
  private boolean detach;

  private final Terminal terminal;
  private final Installation installation;

  UpCommand(Terminal terminal, Installation installation) {
    this.terminal = terminal;
    this.installation = installation;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PayaraDomain domain = new PayaraDomain(installation, dataFolder.in(installation));
    check();
    Optional<RunningServer> running = domain.running();
    if (running.isPresent()) {
      terminal.say("The service of %s runs already.".formatted(domain.data()));
      describe(domain, running.get());
      return ExitCode.FINE;
    }
    RunningServer server = start(domain);
    describe(domain, server);
    if (detach) {
      return ExitCode.FINE;
    }
    terminal.say("Ctrl-C stops it.");
    return follow(domain, server);
  }

  private RunningServer start(PayaraDomain domain) throws InterruptedException {
    Map<String, String> variables = new TreeMap<>(listen.variables());
    variables.putAll(tls.variables());
    variables.putAll(auth.variables());
    variables.putAll(dispatcher.variables());
    if (serverAddress != null) {
      variables.put("AIF_SERVER_ADDR", serverAddress);
    }
    ServerSettings settings =
        new ServerSettings(
            listen.port(), Ports.freeFrom(ServerSettings.DEFAULT_ADMIN_PORT), !detach, variables);
    try (ProgressLine progress = new ProgressLine(terminal)) {
      return domain.start(settings, START_LIMIT, text -> progress.step("aif: " + text + " ..."));
    }
  }

  private void check() {
    tls.check();
    if (tls.isOn()) {
      listen.overTls();
    }
    listen.check();
    auth.check(listen.isOnLoopback());
    if (serverAddress != null) {
      List<String> problems = WorkloadCheck.addressProblems("SERVER_ADDR", serverAddress);
      if (!problems.isEmpty()) {
        throw CommandFailure.wrong(problems);
      }
    }
    dispatcher.check(terminal);
    if (dispatcher.isSlurm() && listen.isForThisMachineAlone()) {
      terminal.say(
          "aif: note: agents will look for the service at %s, which compute nodes on other machines do not reach; --host and --service-url change that."
              .formatted(listen.serviceUrl()));
    }
  }

  private void describe(PayaraDomain domain, RunningServer server) {
    terminal.print("service        " + server.serviceUrl() + "/api/v1");
    terminal.print("description    " + server.serviceUrl() + "/openapi");
    terminal.print("admin console  " + server.adminUrl());
    terminal.print("data           " + domain.data());
    terminal.print("log            " + domain.serverLog());
    terminal.print("process        " + server.pid());
  }

  /** Shows the log until the server ends, whoever ends it; stops it when interrupted. */
  private int follow(PayaraDomain domain, RunningServer server)
      throws IOException, InterruptedException {
    LogFollower log = new LogFollower(domain.consoleLog(), terminal);
    log.skip();
    try {
      while (server.process().isPresent()) {
        Thread.sleep(LOOK_MILLIS);
        log.showNew();
      }
    } catch (InterruptedException e) {
      terminal.say("aif: stopping the server ...");
      say(domain.stop(STOP_LIMIT));
      DownCommand.endJobs(terminal, domain);
      return ExitCode.FINE;
    }
    if (domain.wasStopped(server)) {
      terminal.say("aif: the server was stopped.");
      return ExitCode.FINE;
    }
    throw CommandFailure.failed(
        "the server ended by itself; its log %s says why.".formatted(domain.serverLog()));
  }

  private void say(PayaraDomain.Ended ended) {
    terminal.say(
        ended == PayaraDomain.Ended.KILLED
            ? "aif: the server did not stop within %d s and was killed."
                .formatted(STOP_LIMIT.toSeconds())
            : "aif: the server is stopped.");
  }
}
