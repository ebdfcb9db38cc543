package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aif demo}: the whole of it on this machine, from nothing to a result. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one benchmark on this machine: starts an emulated AI server and the client service,",
      "makes a client group over REST, prints its result, and stops what it started.",
      "Jobs of Slurm have to reach this machine at 127.0.0.1: see deploy/slurm for one that does."
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--clients",
      defaultValue = "16",
      paramLabel = "N",
      description = "Clients (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--agents",
      defaultValue = "2",
      paramLabel = "K",
      description = "Agents that share the clients (default: ${DEFAULT-VALUE}).")
  private int agents;

  @Option(
      names = "--duration",
      defaultValue = "15",
      paramLabel = "S",
      converter = Seconds.Converter.class,
      description = "How long load is put on (default: ${DEFAULT-VALUE} s).")
  private Seconds duration;

  @Mixin private DataFolder dataFolder;
  @Mixin private DispatcherOption dispatcher;

  private final Terminal terminal;
  private final Installation installation;

  DemoCommand(Terminal terminal, Installation installation) {
    this.terminal = terminal;
    this.installation = installation;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Amounts.require("--clients", clients);
    Amounts.require("--agents", agents);
    if (agents > clients) {
      throw CommandFailure.wrong(
          "--agents must be at most --clients (%d), not %d.".formatted(clients, agents));
    }
    dispatcher.check(terminal);
    Path demo = installation.root().resolve(".aif/demo");
    Path data = dataFolder.isGiven() ? dataFolder.in(installation) : fresh(demo);
    Path results = dataFolder.isGiven() ? data.resolve("results") : demo.resolve("results");
    try {
      new Demo(terminal, installation, data, results, dispatcher.variables())
          .run(clients, agents, duration.value());
    } catch (InterruptedException e) {
      discard(data);
      throw e;
    }
    discard(data);
    return ExitCode.FINE;
  }

  /** After a failure it stays instead, for its logs. */
  private void discard(Path data) throws IOException {
    if (!dataFolder.isGiven()) {
      Folders.delete(data);
    }
  }

  private static Path fresh(Path demo) {
    try {
      Files.createDirectories(demo);
      return Files.createTempDirectory(demo, "data-");
    } catch (IOException e) {
      throw CommandFailure.failed(
          "%s cannot be written: choose another folder with --data.".formatted(demo), e);
    }
  }
}
