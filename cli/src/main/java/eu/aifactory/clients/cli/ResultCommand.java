package eu.aifactory.clients.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aif result}. */
@Command(
    name = "result",
    mixinStandardHelpOptions = true,
    description = "Prints the result of a group's latest run.")
final class ResultCommand implements Callable<Integer> {
  @Mixin private GroupId id;
  @Mixin private ServiceOption service;

  @Option(names = "--json", description = "The document as the service keeps it, byte for byte.")
  private boolean json;

  @Option(names = "--run", paramLabel = "RUN", description = "Another run than the latest.")
  private String run;

  private final Terminal terminal;

  ResultCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    String document;
    try (ServiceClient client = service.client()) {
      document = client.requiredResult(id.value(), Optional.ofNullable(run));
    }
    if (json) {
      terminal.out().print(document);
      terminal.out().flush();
    } else {
      terminal.print(ResultTable.of(ResultJson.read(document)));
    }
    return ExitCode.FINE;
  }
}
