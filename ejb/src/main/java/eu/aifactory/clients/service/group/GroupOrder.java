package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AgentLoss;
import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.protocol.JobOptions;
import eu.aifactory.clients.protocol.JobOptionsCheck;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.WorkloadCheck;
import java.util.ArrayList;
import java.util.List;

/** A checked {@link CreateGroup}, defaults filled in. */
record GroupOrder(
    int numClients,
    int numAgents,
    int timeLimitMinutes,
    Workload workload,
    JobOptions jobOptions,
    AgentLoss onAgentLost) {
  static final int MOST_CLIENTS = 100_000;
  static final int MOST_AGENTS = 1_024;
  static final int MOST_MINUTES = 7 * 24 * 60;

  /**
   * @throws InvalidRequestException with a sentence for each member that cannot be; nothing was
   *     created
   */
  static GroupOrder of(long benchmarkId, CreateGroup request) {
    List<String> problems = new ArrayList<>();
    if (benchmarkId < 1) {
      problems.add("benchmark_id must be 1 or more, not " + benchmarkId);
    }
    if (request.numClients() == null) {
      problems.add("num_clients is missing");
    }
    int clients = request.numClients() == null ? 1 : request.numClients();
    int agents = request.agents() == null ? 1 : request.agents();
    int minutes =
        request.timeLimit() == null ? CreateGroup.DEFAULT_TIME_LIMIT_MINUTES : request.timeLimit();
    within(problems, "num_clients", clients, MOST_CLIENTS);
    within(problems, "agents", agents, MOST_AGENTS);
    within(problems, "time_limit", minutes, MOST_MINUTES);
    if (problems.isEmpty() && agents > clients) {
      problems.add(
          "agents is %d, more than num_clients (%d): an agent would have no client"
              .formatted(agents, clients));
    }
    Workload workload = request.workload() == null ? Workload.standard() : request.workload();
    problems.addAll(WorkloadCheck.problems(workload));
    JobOptions options = request.job() == null ? JobOptions.none() : request.job();
    problems.addAll(JobOptionsCheck.problems(options, agents));
    AgentLoss loss = onAgentLost(request.onAgentLost(), problems);
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    return new GroupOrder(clients, agents, minutes, workload, options, loss);
  }

  private static AgentLoss onAgentLost(String given, List<String> problems) {
    if (given == null) {
      return AgentLoss.DEFAULT;
    }
    return AgentLoss.named(given)
        .orElseGet(
            () -> {
              problems.add(AgentLoss.problem("on_agent_lost", given));
              return AgentLoss.DEFAULT;
            });
  }

  private static void within(List<String> problems, String member, int value, int most) {
    if (value < 1 || value > most) {
      problems.add("%s must be 1 to %d, not %d".formatted(member, most, value));
    }
  }
}
