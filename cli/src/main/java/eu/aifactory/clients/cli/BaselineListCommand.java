package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.Baseline;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aif baseline list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all baselines.")
final class BaselineListCommand implements Callable<Integer> {
  @Mixin private ServiceOption service;

  private final Terminal terminal;

  BaselineListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Table table = new Table(4, "baseline", "run", "group", "set at");
    try (ServiceClient client = service.client()) {
      for (Baseline baseline : client.baselines().baselines()) {
        table.row(
            baseline.name(),
            baseline.runId(),
            Figure.of(baseline.benchmarkId()),
            Figure.time(baseline.setAt()));
      }
    }
    terminal.print(table.toString());
    return ExitCode.FINE;
  }
}
