package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.service.agent.Agent;
import eu.aifactory.clients.service.agent.AgentState;
import eu.aifactory.clients.service.agent.Agents;
import eu.aifactory.clients.service.intake.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Hears that agents are alive, and tells them what they have to do. */
@ApplicationScoped
@Transactional
public class AgentHeartbeats {
  private ClientGroups groups;
  private Agents agents;
  private AgentOrders orders;
  private Clock clock;

  protected AgentHeartbeats() {
    // for the container
  }

  @Inject
  AgentHeartbeats(ClientGroups groups, Agents agents, AgentOrders orders, Clock clock) {
    this.groups = groups;
    this.agents = agents;
    this.orders = orders;
    this.clock = clock;
  }

  /**
   * Hears agents of a group.
   *
   * @return an outcome for each, in their order. An agent that is refused has to end: with {@link
   *     UnknownGroupException} when the group is gone, {@link UnknownAgentException} when it is not
   *     on record, {@link LostAgentException} when its group has given it up
   */
  public List<Outcome<HeartbeatReply>> heard(long benchmarkId, List<Beat> beats) {
    Optional<ClientGroup> group = groups.live(benchmarkId);
    if (group.isEmpty()) {
      return beats.stream()
          .map(each -> Outcome.<HeartbeatReply>refusal(UnknownGroupException.of(benchmarkId)))
          .toList();
    }
    Set<String> names = beats.stream().map(Beat::agent).collect(Collectors.toSet());
    Map<String, Agent> known =
        agents.named(group.get().pk(), names).stream()
            .collect(Collectors.toMap(Agent::name, Function.identity()));
    Instant now = clock.instant();
    beats.stream()
        .filter(beat -> known.containsKey(beat.agent()))
        .forEach(beat -> known.get(beat.agent()).heard(beat.heartbeat(), now));
    Map<String, HeartbeatReply> news = orders.news(group.get(), known);
    return beats.stream()
        .map(
            beat ->
                outcome(beat.agent(), benchmarkId, known.get(beat.agent()), news.get(beat.agent())))
        .toList();
  }

  private Outcome<HeartbeatReply> outcome(
      String name, long benchmarkId, Agent agent, HeartbeatReply news) {
    if (agent == null) {
      return Outcome.refusal(UnknownAgentException.of(name, benchmarkId));
    }
    if (agent.state() == AgentState.LOST) {
      return Outcome.refusal(new LostAgentException(name));
    }
    return Outcome.answer(news == null ? orders.goOn() : news);
  }
}
