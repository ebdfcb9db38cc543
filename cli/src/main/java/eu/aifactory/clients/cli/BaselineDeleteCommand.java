package eu.aifactory.clients.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code aif baseline delete}. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = "Forgets a baseline; the run that it was stays.")
final class BaselineDeleteCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Of the baseline.")
  private String name;

  @Mixin private ServiceOption service;

  private final Terminal terminal;

  BaselineDeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ServiceClient client = service.client()) {
      client.deleteBaseline(BaselineName.checked(name));
    }
    terminal.print("Baseline %s is deleted.".formatted(name));
    return ExitCode.FINE;
  }
}
