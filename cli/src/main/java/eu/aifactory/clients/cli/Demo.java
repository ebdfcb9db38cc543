package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.Installation;
import eu.aifactory.clients.cli.server.PayaraDomain;
import eu.aifactory.clients.cli.server.Ports;
import eu.aifactory.clients.cli.server.RunningServer;
import eu.aifactory.clients.cli.server.ServerSettings;
import eu.aifactory.clients.cli.server.TokenKey;
import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.protocol.GroupInfo;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.result.Result;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The demonstration's steps, each undone in the reverse order whatever happens. */
final class Demo {
  private static final int EMULATOR_PORT = 8000;
  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration AGENTS_END_LIMIT = Duration.ofSeconds(20);
  private static final int MOST_TOKENS = 32;

  private final Terminal terminal;
  private final Installation installation;
  private final PayaraDomain domain;
  private final Path results;
  private final Map<String, String> dispatcher;

  /**
   * @param dispatcher variables that tell the service what starts agents
   */
  Demo(
      Terminal terminal,
      Installation installation,
      Path data,
      Path results,
      Map<String, String> dispatcher) {
    this.terminal = terminal;
    this.installation = installation;
    this.domain = new PayaraDomain(installation, data);
    this.results = results;
    this.dispatcher = dispatcher;
  }

  void run(int clients, int agents, double seconds) throws IOException, InterruptedException {
    long began = System.nanoTime();
    Files.createDirectories(domain.data());
    Path emulatorLog = domain.data().resolve("emulator.log");
    terminal.say(
        "aif: an emulated vLLM: first token after 50 ms, then one every 10 ms; the result should say so");
    try (EmulatorProcess emulator =
        EmulatorProcess.start(
            installation,
            emulatorLog,
            List.of(
                "--port", port("emulator", EMULATOR_PORT), "--ttft-ms", "50", "--itl-ms", "10"))) {
      terminal.say("aif: the emulator answers at " + emulator.url());
      withService(emulator, clients, agents, seconds);
    }
    terminal.say(
        "aif: everything is stopped; it took %d s."
            .formatted((System.nanoTime() - began) / 1_000_000_000));
  }

  private void withService(EmulatorProcess emulator, int clients, int agents, double seconds)
      throws InterruptedException {
    ServerSettings settings =
        new ServerSettings(
                Integer.parseInt(port("service", ServerSettings.DEFAULT_PORT)),
                Ports.freeFrom(ServerSettings.DEFAULT_ADMIN_PORT),
                false,
                dispatcher)
            .with("AIF_SERVER_ADDR", emulator.url());
    try {
      RunningServer server;
      try (ProgressLine line = new ProgressLine(terminal)) {
        server =
            domain.start(
                settings, UpCommand.START_LIMIT, text -> line.step("aif: " + text + " ..."));
      }
      terminal.say(
          "aif: the client service answers at %s, its admin console at %s"
              .formatted(server.serviceUrl(), server.adminUrl()));
      try (ServiceClient service = new ServiceClient(server.serviceUrl(), tokens())) {
        benchmark(service, emulator, clients, agents, seconds);
      }
    } catch (CommandFailure e) {
      terminal.say("aif: the logs are kept in " + domain.data());
      throw e;
    } finally {
      stopService();
    }
  }

  private TokenSource tokens() {
    return TokenSource.issuedBy(TokenKey.of(domain.data()), Clock.systemUTC());
  }

  private void benchmark(
      ServiceClient service, EmulatorProcess emulator, int clients, int agents, double seconds)
      throws InterruptedException {
    long id = System.currentTimeMillis() / 1000;
    int minutes = 5 + (int) Math.ceil(seconds / 60);
    service.create(id, new CreateGroup(clients, minutes, agents, workload(seconds), null));
    terminal.say("aif: POST /api/v1/client-group/%d: created".formatted(id));
    try {
      Result result = runToResult(service, emulator, id);
      terminal.print("");
      terminal.print(ResultTable.of(result));
      terminal.print("");
      requireMeasured(result, emulator);
    } finally {
      deleteGroup(service, id);
    }
  }

  private Result runToResult(ServiceClient service, EmulatorProcess emulator, long id)
      throws InterruptedException {
    try (ProgressLine line = new ProgressLine(terminal);
        EmulatorCounter counter = new EmulatorCounter(emulator.url())) {
      GroupWatch watch = new GroupWatch(service, line, id);
      watch.awaitReady(READY_LIMIT);
      line.clear();
      terminal.say("aif: all agents have registered");
      String runId = service.run(id).runId();
      terminal.say("aif: POST /api/v1/client-group/%d/run: dispatched as %s".formatted(id, runId));
      GroupInfo.Run ended =
          watch.awaitEnd(runId, () -> ", %d requests answered".formatted(counter.answered()));
      line.clear();
      Optional<String> document = service.result(id, Optional.of(runId));
      if (document.isEmpty()) {
        throw CommandFailure.failed(
            "run %s is %s and has no result%s."
                .formatted(runId, ended.state(), GroupWatch.because(ended.reason())));
      }
      Path file = results.resolve("result-" + runId + ".json");
      ResultJson.save(document.get(), file);
      terminal.say("aif: the result document is " + file);
      return ResultJson.read(document.get());
    }
  }

  /** Whatever the verdict, the demonstration worked; without any figures it did not. */
  private static void requireMeasured(Result result, EmulatorProcess emulator) {
    if (!emulator.isAlive()) {
      throw CommandFailure.failed("the emulator ended during the run: try again.");
    }
    if (result.requests().succeeded() == 0) {
      throw CommandFailure.failed("no request succeeded; the reasons stand under the verdict.");
    }
  }

  private static Workload workload(double seconds) {
    Workload.Load load = Workload.Load.closed(seconds, null);
    Workload.Output output = new Workload.Output(MOST_TOKENS, null, null, null);
    return new Workload(null, null, null, null, null, load, null, output, null, null, null, null);
  }

  /** Deletes the group and waits until its agents are gone, so that none outlives the service. */
  private void deleteGroup(ServiceClient service, long id) {
    Uninterrupted.run(
        () -> {
          List<GroupInfo.Agent> agents = service.group(id).info().agents();
          service.delete(id);
          long deadline = System.nanoTime() + AGENTS_END_LIMIT.toNanos();
          while (agents.stream().anyMatch(Demo::answers) && System.nanoTime() - deadline < 0) {
            Thread.sleep(100);
          }
          terminal.say("aif: DELETE /api/v1/client-group/%d: deleted".formatted(id));
        });
  }

  private void stopService() {
    Uninterrupted.run(
        () -> {
          if (domain.stop(UpCommand.STOP_LIMIT) == PayaraDomain.Ended.KILLED) {
            terminal.say("aif: the client service did not stop and was killed");
          }
        });
  }

  private static boolean answers(GroupInfo.Agent agent) {
    URI address = URI.create(agent.address());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private String port(String what, int wanted) {
    if (Ports.isFree(wanted)) {
      return Integer.toString(wanted);
    }
    int other = Ports.anyFree();
    terminal.say("aif: port %d is in use, the %s takes %d".formatted(wanted, what, other));
    return Integer.toString(other);
  }
}
