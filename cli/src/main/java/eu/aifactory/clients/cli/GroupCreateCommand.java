package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.AgentLoss;
import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.protocol.JobOptions;
import eu.aifactory.clients.protocol.Workload;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aif group create}. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = "Creates a client group: a job starts, and its agents register.")
final class GroupCreateCommand implements Callable<Integer> {
  @Mixin private GroupId id;
  @Mixin private ServiceOption service;

  @Option(names = "--clients", required = true, paramLabel = "N", description = "Clients.")
  private int clients;

  @Option(
      names = "--agents",
      defaultValue = "1",
      paramLabel = "K",
      description = "Agents that share the clients (default: ${DEFAULT-VALUE}).")
  private int agents;

  @Option(
      names = "--time",
      defaultValue = "" + CreateGroup.DEFAULT_TIME_LIMIT_MINUTES,
      paramLabel = "MIN",
      description = "Minutes that the job may last (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--workload",
      paramLabel = "FILE",
      description = "What to send and how, JSON (default: shipped prompts for 30 s).")
  private Path workloadFile;

  @Option(
      names = "--on-agent-lost",
      paramLabel = "WHAT",
      description =
          "What becomes of a run that loses an agent: abort ends it at once, continue_partial goes"
              + " on with the others (default: continue_partial).")
  private String onAgentLost;

  @Mixin private JobOptionsOption job;

  private final Terminal terminal;

  GroupCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Amounts.require("--clients", clients);
    Amounts.require("--agents", agents);
    Amounts.require("--time", minutes);
    if (agents > clients) {
      throw CommandFailure.wrong(
          "--agents must be at most --clients (%d), not %d.".formatted(clients, agents));
    }
    if (onAgentLost != null && AgentLoss.named(onAgentLost).isEmpty()) {
      throw CommandFailure.wrong(AgentLoss.problem("--on-agent-lost", onAgentLost) + ".");
    }
    Workload workload = workloadFile == null ? null : WorkloadFile.read(workloadFile);
    JobOptions options = job.given(agents);
    try (ServiceClient client = service.client()) {
      client.create(
          id.value(), new CreateGroup(clients, minutes, agents, workload, options, onAgentLost));
    }
    terminal.print("Group %d is created.".formatted(id.value()));
    terminal.say(
        "Next: aif status %d until it is READY, then aif run %d --wait"
            .formatted(id.value(), id.value()));
    return ExitCode.FINE;
  }
}
