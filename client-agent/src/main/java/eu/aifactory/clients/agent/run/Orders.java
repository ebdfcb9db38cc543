package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.agent.settings.AgentSettings;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.WorkloadCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Checks orders and puts the command line's values where an order is silent. */
final class Orders {
  private static final String RUN_ID = "[A-Za-z0-9._:-]{1,128}";

  private final AgentSettings settings;

  Orders(AgentSettings settings) {
    this.settings = settings;
  }

  /** The order of a call that brought none: the standard workload, this agent alone. */
  RunOrder standard() {
    return new RunOrder(
        settings.benchmarkId(),
        "own-" + UUID.randomUUID(),
        0,
        1,
        settings.clients(),
        settings.clients(),
        settings.serverAddr().toString(),
        null,
        Workload.standard(),
        UUID.randomUUID().toString());
  }

  /**
   * The order with nothing left open.
   *
   * @throws BadOrderException naming the values at fault
   */
  RunOrder checked(RunOrder given) {
    RunOrder order = filled(given);
    List<String> problems = new ArrayList<>();
    if (order.benchmarkId() != settings.benchmarkId()) {
      problems.add(
          "benchmark_id is %d, and this agent belongs to %d"
              .formatted(order.benchmarkId(), settings.benchmarkId()));
    }
    if (order.runId() == null || !order.runId().matches(RUN_ID)) {
      problems.add(
          "run_id must be 1 to 128 letters, digits, \".\", \"_\", \":\" or \"-\", not \"%s\""
              .formatted(order.runId()));
    }
    counts(order, problems);
    problems.addAll(WorkloadCheck.addressProblems("server_addr", order.serverAddr()));
    problems.addAll(WorkloadCheck.problems(order.workload()));
    if (!problems.isEmpty()) {
      throw new BadOrderException(String.join("; ", problems));
    }
    return order;
  }

  private static void counts(RunOrder order, List<String> problems) {
    if (order.clients() < 1) {
      problems.add("clients must be 1 or more, not " + order.clients());
    }
    if (order.totalClients() < order.clients()) {
      problems.add(
          "total_clients is %d, less than clients (%d)"
              .formatted(order.totalClients(), order.clients()));
    }
    if (order.agents() < 1) {
      problems.add("agents must be 1 or more, not " + order.agents());
    }
    if (order.rank() < 0 || order.rank() >= Math.max(1, order.agents())) {
      problems.add(
          "rank must be 0 to %d, not %d".formatted(Math.max(1, order.agents()) - 1, order.rank()));
    }
  }

  private RunOrder filled(RunOrder order) {
    Workload workload = order.workload() == null ? Workload.standard() : order.workload();
    return new RunOrder(
        order.benchmarkId(),
        order.runId(),
        order.rank(),
        order.agents(),
        order.totalClients(),
        order.clients(),
        serverAddr(order, workload),
        order.service(),
        workload,
        order.correlationId());
  }

  private String serverAddr(RunOrder order, Workload workload) {
    if (order.serverAddr() != null) {
      return order.serverAddr();
    }
    return workload.serverAddr() != null ? workload.serverAddr() : settings.serverAddr().toString();
  }
}
