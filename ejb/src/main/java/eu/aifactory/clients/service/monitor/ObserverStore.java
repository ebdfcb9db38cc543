package eu.aifactory.clients.service.monitor;

import eu.aifactory.clients.protocol.ObserverRegistration;
import eu.aifactory.clients.service.agent.AgentAddress;
import eu.aifactory.clients.service.agent.AgentState;
import eu.aifactory.clients.service.agent.Agents;
import eu.aifactory.clients.service.group.AgentRegistered;
import eu.aifactory.clients.service.group.ClientGroup;
import eu.aifactory.clients.service.group.ClientGroups;
import eu.aifactory.clients.service.group.JobAttempts;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/** The observers on record, and where the agents are that have to know them. */
@Stateless
public class ObserverStore {
  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  private ClientGroups groups;
  private Agents agents;
  private JobAttempts attempts;

  public ObserverStore() {
    // for the container
  }

  @Inject
  ObserverStore(ClientGroups groups, Agents agents, JobAttempts attempts) {
    this.groups = groups;
    this.agents = agents;
    this.attempts = attempts;
  }

  public Optional<Long> groupKey(long benchmarkId) {
    return groups.live(benchmarkId).map(ClientGroup::pk);
  }

  /** Addresses of the group's live agents. */
  public List<AgentAddress> agentsOf(long groupPk) {
    String commandKey = attempts.commandKeyOf(groupPk);
    return agents.of(groupPk).stream()
        .filter(agent -> !agent.state().isGone())
        .map(agent -> agent.called(commandKey))
        .toList();
  }

  /** The address of an agent that has registered; empty when it is gone again. */
  public Optional<AgentAddress> addressOf(AgentRegistered agent) {
    return agents
        .find(agent.groupPk(), agent.agent())
        .map(found -> found.called(attempts.commandKeyOf(agent.groupPk())));
  }

  /** Addresses of all live agents. */
  public List<AgentAddress> allAgents() {
    return entities
        .createQuery(
            "select distinct a.groupPk from Agent a where a.state not in :gone", Long.class)
        .setParameter("gone", List.of(AgentState.LOST, AgentState.STOPPED))
        .getResultStream()
        .flatMap(groupPk -> agentsOf(groupPk).stream())
        .toList();
  }

  public void add(Long groupPk, ObserverRegistration registration) {
    entities.persist(new Observer(groupPk, registration));
  }

  /** Those that an agent of the group has to know. */
  public List<ObserverRegistration> of(long groupPk) {
    return entities
        .createQuery(
            "select o from Observer o where o.groupPk is null or o.groupPk = :group order by o.pk",
            Observer.class)
        .setParameter("group", groupPk)
        .getResultStream()
        .map(Observer::registration)
        .toList();
  }
}
