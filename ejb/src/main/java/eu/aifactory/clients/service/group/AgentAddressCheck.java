package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.agent.CallAddress;
import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.service.dispatch.DispatcherUnavailableException;
import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.service.dispatch.JobNodes;
import eu.aifactory.clients.service.network.Destination;
import eu.aifactory.clients.service.network.NetworkSettings;
import eu.aifactory.clients.service.network.Networks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds the address that an agent announces against the nodes of its job, before it is let in: a
 * job's token must not lead the service to hosts that are none of the job's.
 *
 * <p>Where the dispatcher cannot tell just now, the agent is asked to come again, for a while; then
 * it is let in and never called, for its job must not die of a dispatcher that is away. It gets its
 * orders with the answers to its heartbeats.
 *
 * <p>Asks the dispatcher and looks names up, so it is never called inside a transaction.
 * Thread-safe.
 */
@ApplicationScoped
public class AgentAddressCheck {
  /** For how long an agent is asked to come again. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final System.Logger LOG = System.getLogger(AgentAddressCheck.class.getName());

  private Dispatchers dispatchers;
  private NetworkSettings networks;
  private Destination.Lookup lookup;
  private EntrantPatience patience;

  protected AgentAddressCheck() {
    // for the container
  }

  @Inject
  AgentAddressCheck(Dispatchers dispatchers, NetworkSettings networks, Clock clock) {
    this(dispatchers, networks, InetAddress::getAllByName, clock);
  }

  /**
   * @param lookup of the names that agents announce
   */
  AgentAddressCheck(
      Dispatchers dispatchers, NetworkSettings networks, Destination.Lookup lookup, Clock clock) {
    this.dispatchers = dispatchers;
    this.networks = networks;
    this.lookup = lookup;
    this.patience = new EntrantPatience(PATIENCE, clock);
  }

  /** One that does not stand for a fault of the agent's. */
  private static final class NotKnownException extends Exception {
    private static final long serialVersionUID = 1L;

    NotKnownException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Where the agent may be called. Its name is looked up here, and never again.
   *
   * @throws InvalidRequestException when it is on no node of its job
   * @throws AddressNotCheckedException when that cannot be known just now
   */
  public CallAddress check(Entrant entrant) {
    Dispatcher dispatcher = dispatchers.byName(entrant.dispatcher());
    if (!dispatcher.knowsNodes() || !networks.requireNodesOfTheJob()) {
      return CallAddress.AS_ANNOUNCED;
    }
    try {
      CallAddress found = onItsNode(entrant, dispatcher);
      patience.end(entrant);
      return found;
    } catch (NotKnownException e) {
      if (patience.isOver(entrant)) {
        LOG.log(
            Level.WARNING,
            "agent {0} is let in and will not be called: {1}",
            entrant.address(),
            e.getMessage());
        patience.end(entrant);
        return CallAddress.NOWHERE;
      }
      throw new AddressNotCheckedException(
          "Whether client_address \"%s\" is on a node of the group's job cannot be known now: %s; try again."
              .formatted(entrant.address(), e.getMessage()),
          e);
    }
  }

  private CallAddress onItsNode(Entrant entrant, Dispatcher dispatcher) throws NotKnownException {
    JobNodes nodes = nodes(entrant, dispatcher);
    URI announced = URI.create(entrant.address());
    String host = Destination.hostOf(announced);
    List<InetAddress> addresses =
        nodes.namesOf(host).isEmpty()
            ? among(addressesOf(nodes), lookUp(host))
            : ofNode(host, nodes.namesOf(host));
    if (addresses.isEmpty()) {
      String why =
          "client_address \"%s\" is on no node of %s".formatted(entrant.address(), nodes.words());
      LOG.log(Level.WARNING, "an agent was turned away: {0}", why);
      throw new InvalidRequestException(why);
    }
    Networks allowed = networks.ofAgents();
    InetAddress pinned =
        addresses.stream().filter(allowed::allow).findFirst().orElse(addresses.getFirst());
    return CallAddress.at(Destination.at(announced, pinned));
  }

  private static List<InetAddress> among(Set<InetAddress> nodes, List<InetAddress> addresses) {
    return addresses.stream().filter(nodes::contains).toList();
  }

  /**
   * Addresses of the node by the name that was announced and, where that is not known here or leads
   * to no network of agents, by its other names.
   */
  private List<InetAddress> ofNode(String announced, List<String> names) throws NotKnownException {
    List<InetAddress> found = new ArrayList<>();
    NotKnownException unknown = null;
    Set<String> each = new LinkedHashSet<>(List.of(announced));
    each.addAll(names);
    for (String name : each) {
      try {
        found.addAll(lookUp(name));
      } catch (NotKnownException e) {
        unknown = unknown == null ? e : unknown;
      }
      if (found.stream().anyMatch(networks.ofAgents()::allow)) {
        return found;
      }
    }
    if (found.isEmpty()) {
      throw unknown;
    }
    return found;
  }

  private static JobNodes nodes(Entrant entrant, Dispatcher dispatcher) throws NotKnownException {
    if (entrant.job().isEmpty() || entrant.mark().isEmpty()) {
      throw new NotKnownException("the group has no job yet", null);
    }
    try {
      return dispatcher.nodesOf(entrant.job().get(), entrant.mark().get());
    } catch (DispatcherUnavailableException e) {
      throw new NotKnownException(e.getMessage(), e);
    }
  }

  private static Set<InetAddress> addressesOf(JobNodes nodes) throws NotKnownException {
    try {
      return nodes.addresses();
    } catch (DispatcherUnavailableException e) {
      throw new NotKnownException(e.getMessage(), e);
    }
  }

  private List<InetAddress> lookUp(String host) throws NotKnownException {
    try {
      return List.of(lookup.all(host));
    } catch (UnknownHostException e) {
      throw new NotKnownException("the host \"%s\" is not known here".formatted(host), e);
    }
  }
}
