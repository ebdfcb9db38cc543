package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.Installation;
import eu.aifactory.clients.cli.server.LocalJobs;
import eu.aifactory.clients.cli.server.PayaraDomain;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aif down}: stops the service that {@code aif up} started. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops the client service and waits until its process is gone.")
final class DownCommand implements Callable<Integer> {
  @Mixin private DataFolder dataFolder;

  @Option(
      names = "--keep-jobs",
      description = "Leave local agents to a service that is started again soon.")
  private boolean keepJobs;

  /** An agent delivers what it has within 20 s of SIGTERM; with the service gone it is quicker. */
  private static final Duration JOBS_PATIENCE = Duration.ofSeconds(25);

  private final Terminal terminal;
  private final Installation installation;

  DownCommand(Terminal terminal, Installation installation) {
    this.terminal = terminal;
    this.installation = installation;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PayaraDomain domain = new PayaraDomain(installation, dataFolder.in(installation));
    PayaraDomain.Ended ended = domain.stop(UpCommand.STOP_LIMIT);
    terminal.print(
        switch (ended) {
          case NOT_RUNNING -> "No service runs for %s.".formatted(domain.data());
          case STOPPED -> "The service is stopped.";
          case KILLED ->
              "The service did not stop within %d s and was killed; its data is safe."
                  .formatted(UpCommand.STOP_LIMIT.toSeconds());
        });
    if (!keepJobs) {
      endJobs(terminal, domain);
    }
    return ExitCode.FINE;
  }

  /** Ends what the local dispatcher started: with the service stopped, nobody would own it. */
  static void endJobs(Terminal terminal, PayaraDomain domain)
      throws IOException, InterruptedException {
    int ended = new LocalJobs(domain.data()).end(JOBS_PATIENCE);
    if (ended > 0) {
      terminal.say("aif: %d local job%s ended.".formatted(ended, ended == 1 ? "" : "s"));
    }
  }
}
