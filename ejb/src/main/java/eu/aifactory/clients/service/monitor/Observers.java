package eu.aifactory.clients.service.monitor;

import eu.aifactory.clients.protocol.ObserverRegistration;
import eu.aifactory.clients.service.agent.AgentAddress;
import eu.aifactory.clients.service.agent.AgentCalls;
import eu.aifactory.clients.service.agent.AgentRefusedException;
import eu.aifactory.clients.service.agent.AgentUnreachableException;
import eu.aifactory.clients.service.group.AgentRegistered;
import eu.aifactory.clients.service.group.InvalidRequestException;
import eu.aifactory.clients.service.network.Destination;
import eu.aifactory.clients.service.network.ForbiddenDestinationException;
import eu.aifactory.clients.service.network.NetworkSettings;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes observers known to the agents that are there, and to those that come. */
@ApplicationScoped
public class Observers {
  private static final System.Logger LOG = System.getLogger(Observers.class.getName());

  /** Of services that understand much of what they are sent: mail, shells, databases, Slurm. */
  private static final Set<Integer> CLOSED_PORTS =
      Set.of(22, 23, 25, 465, 587, 3306, 4848, 5432, 6379, 6817, 6818, 6819, 6820, 11211);

  private static final Pattern FREQUENCY = Pattern.compile("[1-9][0-9]{0,6}(ms|s|m)");

  @Resource(lookup = "concurrent/aif-agents")
  ManagedExecutorService executor;

  private ObserverStore store;
  private AgentCalls calls;
  private NetworkSettings networks;

  protected Observers() {
    // for the container
  }

  @Inject
  Observers(ObserverStore store, AgentCalls calls, NetworkSettings networks) {
    this.store = store;
    this.calls = calls;
    this.networks = networks;
  }

  /**
   * Adds an observer to a group: its agents know it when this returns.
   *
   * @throws NoClientProcessException when the id is unknown or no client process has registered;
   *     nothing was added
   * @throws ObserverRefusedException when a client process refuses or cannot be reached; nothing
   *     was stored, others may have taken it
   */
  public void addTo(long benchmarkId, ObserverRegistration observer) {
    check(observer);
    long groupPk =
        store
            .groupKey(benchmarkId)
            .orElseThrow(() -> new NoClientProcessException("Benchmark id not found"));
    List<AgentAddress> agents = store.agentsOf(groupPk);
    if (agents.isEmpty()) {
      throw new NoClientProcessException(
          "No client process of group %d has registered".formatted(benchmarkId));
    }
    ObserverRegistration pinned = pinned(observer);
    for (AgentAddress agent : agents) {
      try {
        calls.observe(agent, pinned);
      } catch (AgentRefusedException | AgentUnreachableException e) {
        throw new ObserverRefusedException(e.getMessage(), e);
      }
    }
    store.add(groupPk, pinned);
  }

  /** Adds an observer of every group; agents that are there now are told in the background. */
  public void addToAll(ObserverRegistration observer) {
    check(observer);
    ObserverRegistration pinned = pinned(observer);
    store.add(null, pinned);
    executor.execute(() -> store.allAgents().forEach(agent -> tell(agent, pinned)));
  }

  void onRegistered(@Observes(during = TransactionPhase.AFTER_SUCCESS) AgentRegistered agent) {
    executor.execute(
        () -> {
          List<ObserverRegistration> toKnow = store.of(agent.groupPk());
          store
              .addressOf(agent)
              .ifPresent(address -> toKnow.forEach(observer -> tell(address, observer)));
        });
  }

  private void tell(AgentAddress agent, ObserverRegistration observer) {
    try {
      calls.observe(agent, observer);
    } catch (AgentRefusedException | AgentUnreachableException e) {
      LOG.log(
          Level.WARNING,
          "observer {0}:{1}: {2}",
          observer.ipAddress(),
          Integer.toString(observer.port()),
          e.getMessage());
    }
  }

  /**
   * The observer by the address that its name has now: whoever controls the name cannot lead agents
   * elsewhere later.
   */
  private ObserverRegistration pinned(ObserverRegistration observer) {
    try {
      InetAddress address =
          Destination.pin(observer.ipAddress(), networks.ofObservers(), InetAddress::getAllByName);
      return new ObserverRegistration(
          Destination.literal(address), observer.port(), observer.updatePreferences());
    } catch (ForbiddenDestinationException e) {
      throw new InvalidRequestException("ip_address: " + e.getMessage());
    }
  }

  private static void check(ObserverRegistration observer) {
    List<String> problems = new ArrayList<>();
    if (observer.ipAddress() == null) {
      problems.add("ip_address is missing");
    } else {
      Destination.hostProblem(observer.ipAddress())
          .ifPresent(
              why -> problems.add("ip_address %s: \"%s\"".formatted(why, observer.ipAddress())));
    }
    if (observer.port() == null) {
      problems.add("port is missing");
    } else if (observer.port() < 1 || observer.port() > 65_535) {
      problems.add("port must be 1 to 65535, not " + observer.port());
    } else if (CLOSED_PORTS.contains(observer.port())) {
      problems.add("port %d is none that updates are sent to".formatted(observer.port()));
    }
    String frequency = observer.updatePreferences().frequency();
    if (frequency != null && !FREQUENCY.matcher(frequency).matches()) {
      problems.add(
          "update_preferences.frequency must be a number with ms, s or m such as 10s, not \"%s\""
              .formatted(frequency));
    }
    if (!"json".equals(observer.updatePreferences().format())) {
      problems.add(
          "update_preferences.format must be json, not \"%s\""
              .formatted(observer.updatePreferences().format()));
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
  }
}
