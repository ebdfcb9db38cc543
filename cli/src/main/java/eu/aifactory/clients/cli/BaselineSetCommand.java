package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.Baseline;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code aif baseline set}. */
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = "Keeps a run's result under a name, in place of what had the name before.")
final class BaselineSetCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME", description = "Begins with a letter.")
  private String name;

  @Parameters(index = "1", paramLabel = "RUN", description = "Id of a run that has a result.")
  private String run;

  @Mixin private ServiceOption service;

  private final Terminal terminal;

  BaselineSetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ServiceClient client = service.client()) {
      Baseline baseline = client.setBaseline(BaselineName.checked(name), run);
      terminal.print("Baseline %s is run %s.".formatted(baseline.name(), baseline.runId()));
    }
    return ExitCode.FINE;
  }
}
