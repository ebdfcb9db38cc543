package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.service.agent.Agent;
import eu.aifactory.clients.service.agent.AgentState;
import eu.aifactory.clients.service.agent.Agents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What agents are told to do, from what is stored: the same however often it is asked for, and
 * whichever way it goes. Changes nothing and locks nothing.
 */
@ApplicationScoped
@Transactional
public class AgentOrders {
  private ClientGroups groups;
  private Agents agents;
  private Runs runs;
  private Clock clock;

  protected AgentOrders() {
    // for the container
  }

  @Inject
  AgentOrders(ClientGroups groups, Agents agents, Runs runs, Clock clock) {
    this.groups = groups;
    this.agents = agents;
    this.runs = runs;
    this.clock = clock;
  }

  /** What an agent has to do, and the key of its group. */
  record Asked(long groupPk, HeartbeatReply reply) {}

  /**
   * What an agent has to do now.
   *
   * @throws UnknownGroupException when the group is gone: the agent has to end
   * @throws UnknownAgentException when the agent is not on record: it has to end
   * @throws LostAgentException when its group has given it up: it has to end
   */
  Asked of(long benchmarkId, String agentName) {
    ClientGroup group =
        groups.live(benchmarkId).orElseThrow(() -> UnknownGroupException.of(benchmarkId));
    Agent agent =
        agents
            .find(group.pk(), agentName)
            .orElseThrow(() -> UnknownAgentException.of(agentName, benchmarkId));
    if (agent.state() == AgentState.LOST) {
      throw new LostAgentException(agentName);
    }
    HeartbeatReply reply = news(group, Map.of(agentName, agent)).getOrDefault(agentName, goOn());
    return new Asked(group.pk(), reply);
  }

  /**
   * What agents of a group are told, all at once; without those that go on as they do. Empty when
   * the group is gone.
   */
  Optional<Map<String, HeartbeatReply>> news(long groupPk, Collection<String> names) {
    return groups
        .byKey(groupPk)
        .filter(group -> group.desired() != Desired.DELETED)
        .map(group -> news(group, byName(agents.named(groupPk, names))));
  }

  /**
   * The same of agents by name: they are told to end, or of a run whose order may not have reached
   * them.
   */
  Map<String, HeartbeatReply> news(ClientGroup group, Map<String, Agent> agents) {
    if (group.state().isTerminal()) {
      return agents.keySet().stream()
          .collect(Collectors.toMap(Function.identity(), name -> stop()));
    }
    return runs.inHand(group.pk()).map(run -> ordered(group, run, agents)).orElse(Map.of());
  }

  private Map<String, HeartbeatReply> ordered(
      ClientGroup group, Run run, Map<String, Agent> agents) {
    List<RunParticipant> ordered =
        runs.participants(run, agents.keySet()).stream()
            .filter(each -> each.state() == RunParticipant.State.ORDERED)
            .toList();
    if (ordered.isEmpty()) {
      return Map.of();
    }
    int all = runs.countParticipants(run);
    return ordered.stream()
        .collect(
            Collectors.toMap(
                RunParticipant::agent,
                each -> run(order(group, run, agents.get(each.agent()), each.rank(), all))));
  }

  /** Those of these groups with something to tell, to any of their agents. One query. */
  Set<Long> withNews(Set<Long> groupPks) {
    Set<Long> news = new HashSet<>(groupPks);
    // What is not there any more is not quiet.
    news.removeAll(groups.quiet(groupPks));
    return news;
  }

  /**
   * What each of these agents is told of a run, by name; without those that take no part, because
   * they registered after it had begun.
   */
  Map<String, RunOrder> of(ClientGroup group, Run run, List<Agent> present) {
    List<RunParticipant> all = runs.participantsOf(run);
    Map<String, Agent> byName = byName(present);
    return all.stream()
        .filter(each -> byName.containsKey(each.agent()))
        .collect(
            Collectors.toMap(
                RunParticipant::agent,
                each -> order(group, run, byName.get(each.agent()), each.rank(), all.size())));
  }

  private static Map<String, Agent> byName(List<Agent> agents) {
    return agents.stream().collect(Collectors.toMap(Agent::name, Function.identity()));
  }

  private static RunOrder order(
      ClientGroup group, Run run, Agent agent, int rank, int participants) {
    return new RunOrder(
        group.benchmarkId(),
        run.runId(),
        rank,
        participants,
        group.numClients(),
        agent.numClients(),
        run.serverAddr(),
        run.aiService().orElse(null),
        run.workload(),
        run.correlationId());
  }

  private HeartbeatReply stop() {
    return reply(HeartbeatReply.STOP, null);
  }

  private HeartbeatReply run(RunOrder order) {
    return reply(HeartbeatReply.RUN, order);
  }

  /** To an agent that goes on as it does. */
  HeartbeatReply goOn() {
    return reply(HeartbeatReply.CONTINUE, null);
  }

  private HeartbeatReply reply(String command, RunOrder order) {
    return new HeartbeatReply(command, order, Seconds.of(clock.instant()));
  }
}
