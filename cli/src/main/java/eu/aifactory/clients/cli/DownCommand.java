package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.Installation;
import eu.aifactory.clients.cli.server.PayaraDomain;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aif down}: stops the service that {@code aif up} started. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops the client service and waits until its process is gone.")
final class DownCommand implements Callable<Integer> {
  @Mixin private DataFolder dataFolder;

  private final Terminal terminal;
  private final Installation installation;

  DownCommand(Terminal terminal, Installation installation) {
    this.terminal = terminal;
    this.installation = installation;
  }

  @Override
  public Integer call() throws InterruptedException {
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
    return ExitCode.FINE;
  }
}
