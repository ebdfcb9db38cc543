package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.GroupInfo;
import eu.aifactory.clients.protocol.RunDispatched;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aif run}. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs a group's workload.")
final class RunCommand implements Callable<Integer> {
  @Mixin private GroupId id;
  @Mixin private ServiceOption service;

  @Option(names = "--wait", description = "Wait for the end and print the result.")
  private boolean wait;

  private final Terminal terminal;

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ServiceClient client = service.client()) {
      RunDispatched run = client.run(id.value());
      if (!wait) {
        printAgents(run);
        return ExitCode.FINE;
      }
      GroupInfo.Run ended = awaitEnd(client, run.runId());
      Optional<String> document = client.result(id.value(), Optional.of(run.runId()));
      document.ifPresent(text -> terminal.print(ResultTable.of(ResultJson.read(text))));
      if (ended.state().equals("FAILED")) {
        throw CommandFailure.failed(
            "run %s failed%s.".formatted(run.runId(), GroupWatch.because(ended.reason())));
      }
      return ExitCode.FINE;
    }
  }

  private GroupInfo.Run awaitEnd(ServiceClient client, String runId) throws InterruptedException {
    try (ProgressLine progress = new ProgressLine(terminal)) {
      return new GroupWatch(client, progress, id.value()).awaitEnd(runId, () -> "");
    }
  }

  private void printAgents(RunDispatched run) {
    Table table = new Table(1, "agent", "status", "answer");
    run.results()
        .forEach(
            agent ->
                table.row(
                    agent.clientProcess(), Integer.toString(agent.statusCode()), agent.body()));
    terminal.print("Run %s is dispatched.".formatted(run.runId()));
    terminal.print(table.toString());
  }
}
