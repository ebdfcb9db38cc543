package eu.aifactory.clients.service.agent;

import eu.aifactory.clients.protocol.Connect;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The agents on record. Every method joins the caller's transaction or makes its own. */
@Stateless
public class Agents {
  private static final List<AgentState> LISTENED_FOR =
      List.of(AgentState.READY, AgentState.RUNNING, AgentState.SUSPECT);

  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  /** Of a group, by rank. */
  public List<Agent> of(long groupPk) {
    return entities
        .createQuery(
            "select a from Agent a where a.groupPk = :group order by a.rank, a.name", Agent.class)
        .setParameter("group", groupPk)
        .getResultList();
  }

  /** Of several groups, by rank. */
  public List<Agent> of(List<Long> groupPks) {
    if (groupPks.isEmpty()) {
      return List.of();
    }
    return entities
        .createQuery(
            "select a from Agent a where a.groupPk in :groups order by a.rank, a.name", Agent.class)
        .setParameter("groups", groupPks)
        .getResultList();
  }

  public Optional<Agent> find(long groupPk, String name) {
    return entities
        .createQuery(
            "select a from Agent a where a.groupPk = :group and a.name = :name", Agent.class)
        .setParameter("group", groupPk)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  /** How many of a group are there, or are thought to be. */
  public int present(long groupPk) {
    return entities
        .createQuery(
            "select count(a) from Agent a where a.groupPk = :group and a.state in :states",
            Long.class)
        .setParameter("group", groupPk)
        .setParameter("states", LISTENED_FOR)
        .getSingleResult()
        .intValue();
  }

  /**
   * Puts an agent on record that is not there yet. Clients of the specification give no name; their
   * address is their name.
   */
  public Agent add(
      long groupPk, int numClients, Connect connect, CallAddress callAddress, Instant now) {
    String name = connect.agent() == null ? connect.clientAddress() : connect.agent();
    int rank = connect.rank() == null ? of(groupPk).size() : connect.rank();
    int clients = connect.numClients() == null ? numClients : connect.numClients();
    Agent agent = new Agent(groupPk, name, rank, clients, connect, callAddress, now);
    entities.persist(agent);
    return agent;
  }

  /** Those of a group with these names. */
  public List<Agent> named(long groupPk, Collection<String> names) {
    return entities
        .createQuery(
            "select a from Agent a where a.groupPk = :group and a.name in :names", Agent.class)
        .setParameter("group", groupPk)
        .setParameter("names", names)
        .getResultList();
  }

  /** Keys of the groups that have agents who were silent for too long. */
  public List<Long> groupsWithSilence(Instant since) {
    return entities
        .createQuery(
            "select distinct a.groupPk from Agent a where a.lastHeartbeat < :before"
                + " and a.state in :states order by a.groupPk",
            Long.class)
        .setParameter("before", since.toEpochMilli())
        .setParameter("states", LISTENED_FOR)
        .getResultList();
  }

  /**
   * Marks as suspect or lost whoever of a group was silent for too long.
   *
   * @param listeningSince silence before this says nothing: the service was not there to hear
   * @return those that were marked lost now
   */
  public List<Agent> markSilent(
      long groupPk, Instant listeningSince, Instant suspectBefore, Instant lostBefore) {
    if (!listeningSince.isBefore(suspectBefore)) {
      return List.of();
    }
    List<Agent> silent =
        of(groupPk).stream()
            .filter(agent -> LISTENED_FOR.contains(agent.state()))
            .filter(agent -> agent.lastHeartbeat().isBefore(suspectBefore))
            .toList();
    silent.forEach(Agent::suspected);
    if (!listeningSince.isBefore(lostBefore)) {
      return List.of();
    }
    List<Agent> lost =
        silent.stream().filter(agent -> agent.lastHeartbeat().isBefore(lostBefore)).toList();
    lost.forEach(Agent::lost);
    return lost;
  }

  /** Their job has ended: whoever was not lost before has stopped. */
  public void jobEnded(long groupPk) {
    of(groupPk).stream().filter(agent -> !agent.state().isGone()).forEach(Agent::stopped);
  }

  public void removeOf(long groupPk) {
    entities
        .createQuery("delete from Agent a where a.groupPk = :group")
        .setParameter("group", groupPk)
        .executeUpdate();
  }
}
