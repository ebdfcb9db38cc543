package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.service.agent.Agent;
import eu.aifactory.clients.service.agent.AgentAddress;
import eu.aifactory.clients.service.agent.Agents;
import eu.aifactory.clients.service.settings.AiServerAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides whether a group can be run, and stores the run with its orders. */
@ApplicationScoped
@Transactional
public class RunOrders {
  private ClientGroups groups;
  private Agents agents;
  private JobAttempts attempts;
  private Runs runs;
  private RunCoordinator coordinator;
  private AgentOrders orders;
  private AiServerAddress server;

  protected RunOrders() {
    // for the container
  }

  @Inject
  RunOrders(
      ClientGroups groups,
      Agents agents,
      JobAttempts attempts,
      Runs runs,
      RunCoordinator coordinator,
      AgentOrders orders,
      AiServerAddress server) {
    this.groups = groups;
    this.agents = agents;
    this.attempts = attempts;
    this.runs = runs;
    this.coordinator = coordinator;
    this.orders = orders;
    this.server = server;
  }

  /** A run and what each of its agents is to be told. */
  record Ordered(String runId, List<Addressed> byAddress) {}

  /** An order and where it goes. */
  record Addressed(AgentAddress agent, RunOrder order) {}

  /** Stores a new run, or finds the one in hand: its orders are the same as the first time. */
  Ordered order(long benchmarkId) {
    ClientGroup group =
        groups
            .findLiveLocked(benchmarkId)
            .orElseThrow(() -> UnknownGroupException.toRun(benchmarkId));
    List<Agent> present =
        agents.of(group.pk()).stream().filter(agent -> !agent.state().isGone()).toList();
    Run run =
        runs.inHand(group.pk())
            .orElseGet(
                () -> {
                  refuseUnlessReady(group, present.size());
                  return coordinator.begin(group, present, serverOf(group));
                });
    String commandKey = attempts.commandKeyOf(group.pk());
    Map<String, RunOrder> byAgent = orders.of(group, run, present);
    List<Addressed> addressed =
        present.stream()
            .filter(agent -> byAgent.containsKey(agent.name()))
            .map(agent -> new Addressed(agent.called(commandKey), byAgent.get(agent.name())))
            .toList();
    return new Ordered(run.runId(), addressed);
  }

  private static void refuseUnlessReady(ClientGroup group, int present) {
    long id = group.benchmarkId();
    switch (group.state()) {
      case READY, COMPLETED -> {
        if (present < group.numAgents()) {
          throw new IllegalTransitionException(
              "group %d cannot run: %d of %d client processes are left, the others have ended"
                  .formatted(id, present, group.numAgents()));
        }
      }
      case REQUESTED, SUBMITTING, SUBMIT_UNKNOWN, QUEUED, STARTING ->
          throw new IllegalTransitionException(
              "group %d cannot run yet: %d of %d client processes have registered"
                  .formatted(id, present, group.numAgents()));
      case FAILED, TIMED_OUT, CANCELLED ->
          throw new IllegalTransitionException(
              "group %d is %s and cannot run: %s".formatted(id, group.state(), group.reason()));
      case RUNNING ->
          throw new IllegalTransitionException(
              "group %d cannot run: its agents were told to end".formatted(id));
    }
  }

  private String serverOf(ClientGroup group) {
    return Optional.ofNullable(group.workload().serverAddr())
        .or(server::current)
        .orElseThrow(() -> new InvalidRequestException("no AI server is known"));
  }
}
