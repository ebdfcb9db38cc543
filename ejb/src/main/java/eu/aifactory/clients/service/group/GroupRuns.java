package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.RunDispatched;
import eu.aifactory.clients.protocol.RunDispatched.ClientProcess;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.service.agent.AgentAddress;
import eu.aifactory.clients.service.agent.AgentCalls;
import eu.aifactory.clients.service.agent.AgentRefusedException;
import eu.aifactory.clients.service.agent.AgentUnreachableException;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Begins a run and tells the agents of it, all at once, outside transactions and locks. */
@ApplicationScoped
public class GroupRuns {
  private static final int BAD_GATEWAY = 502;

  @Resource(lookup = "concurrent/aif-agents")
  ManagedExecutorService executor;

  private RunOrders orders;
  private AgentCalls calls;

  protected GroupRuns() {
    // for the container
  }

  @Inject
  GroupRuns(RunOrders orders, AgentCalls calls) {
    this.orders = orders;
    this.calls = calls;
  }

  /** See {@link ClientManager#run}. */
  RunDispatched run(long benchmarkId) {
    RunOrders.Ordered ordered = orders.order(benchmarkId);
    List<CompletableFuture<ClientProcess>> answers =
        ordered.byAddress().stream()
            .map(
                order ->
                    CompletableFuture.supplyAsync(
                        () -> tell(order.agent(), order.order()), executor))
            .toList();
    return RunDispatched.of(
        benchmarkId, ordered.runId(), answers.stream().map(CompletableFuture::join).toList());
  }

  private ClientProcess tell(AgentAddress agent, RunOrder order) {
    try {
      calls.run(agent, order);
      return new ClientProcess(agent.url(), 200, "started");
    } catch (AgentRefusedException e) {
      return new ClientProcess(agent.url(), e.status(), e.getMessage());
    } catch (AgentUnreachableException e) {
      return new ClientProcess(agent.url(), BAD_GATEWAY, e.getMessage());
    }
  }
}
