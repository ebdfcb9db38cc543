package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.GroupInfo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aif status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Says how a client group stands.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private GroupId id;
  @Mixin private ServiceOption service;

  private final Terminal terminal;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ServiceClient client = service.client()) {
      print(client.group(id.value()).info());
    }
    return ExitCode.FINE;
  }

  private void print(GroupInfo info) {
    terminal.print(
        "group %d    %s%s".formatted(id.value(), info.state(), GroupWatch.because(info.reason())));
    terminal.print("clients    %d over %d agents".formatted(info.numClients(), info.numAgents()));
    terminal.print("AI server  " + Figure.text(info.serverAddr()));
    terminal.print("created    " + Figure.time(info.createdAt()));
    terminal.print("ends by    " + Figure.time(info.deadline()));
    if (info.job() != null) {
      terminal.print(
          "job        %s %s, %s%s"
              .formatted(
                  info.job().dispatcher(),
                  Figure.text(info.job().id()),
                  Figure.text(info.job().state()),
                  GroupWatch.because(info.job().reason())));
    }
    if (info.agents() != null && !info.agents().isEmpty()) {
      terminal.print("\n" + agents(info));
    }
    if (info.runs() != null && !info.runs().isEmpty()) {
      terminal.print("\n" + runs(info));
    }
  }

  private static Table agents(GroupInfo info) {
    Table table = new Table(4, "agent", "address", "node", "state", "clients", "last heartbeat");
    for (GroupInfo.Agent agent : info.agents()) {
      table.row(
          Figure.text(agent.agent()),
          Figure.text(agent.address()),
          Figure.text(agent.node()),
          Figure.text(agent.state()),
          Integer.toString(agent.numClients()),
          Figure.time(agent.lastHeartbeat()));
    }
    return table;
  }

  private static Table runs(GroupInfo info) {
    Table table = new Table(5, "run", "state", "began", "verdict", "reason");
    for (GroupInfo.Run run : info.runs()) {
      table.row(
          run.runId(),
          run.state(),
          Figure.time(run.startedAt()),
          Figure.text(run.verdict()),
          Figure.text(run.reason()));
    }
    return table;
  }
}
