package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.GroupInfo;
import eu.aifactory.clients.protocol.GroupPage;
import eu.aifactory.clients.protocol.GroupView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aif list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists client groups, newest first.")
final class ListCommand implements Callable<Integer> {
  @Mixin private ServiceOption service;

  @Option(
      names = "--limit",
      defaultValue = "50",
      description = "Most groups to list (default: ${DEFAULT-VALUE}).")
  private int limit;

  private final Terminal terminal;

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Amounts.require("--limit", limit);
    GroupPage page;
    try (ServiceClient client = service.client()) {
      page = client.groups(limit);
    }
    if (page.groups().isEmpty()) {
      terminal.print("No client groups.");
      return ExitCode.FINE;
    }
    Table table = new Table(3, "group", "state", "created", "clients", "agents", "runs");
    for (GroupView group : page.groups()) {
      GroupInfo info = group.info();
      table.row(
          Long.toString(group.benchmarkId()),
          info.state(),
          Figure.time(info.createdAt()),
          Integer.toString(info.numClients()),
          Integer.toString(info.numAgents()),
          info.runs() == null ? Figure.UNKNOWN : Integer.toString(info.runs().size()));
    }
    terminal.print(table.toString());
    if (page.total() > page.groups().size()) {
      terminal.say("%d of %d; more with --limit.".formatted(page.groups().size(), page.total()));
    }
    return ExitCode.FINE;
  }
}
