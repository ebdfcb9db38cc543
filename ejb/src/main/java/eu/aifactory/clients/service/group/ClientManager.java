package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.protocol.GroupPage;
import eu.aifactory.clients.protocol.GroupView;
import eu.aifactory.clients.protocol.Registered;
import eu.aifactory.clients.protocol.RunDispatched;
import eu.aifactory.clients.service.lease.Leases;
import eu.aifactory.clients.service.limit.TooManyException;
import eu.aifactory.clients.service.settings.AiServerAddress;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The facade of client groups: create, find, list, run, delete, register. It keeps no state, the
 * database is the state, so a restart loses nothing and several instances agree. Each method is one
 * short transaction and calls neither a dispatcher nor an agent, but {@link #run}, which calls
 * agents between its transactions, and {@link #register}, which may ask a dispatcher before its
 * own. Thread-safe, without locks.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ClientManager {
  private ClientGroups groups;
  private CreateQuota quota;
  private Leases leases;
  private GroupLog log;
  private GroupViews views;
  private AgentEntry entry;
  private GroupRuns runs;
  private AiServerAddress server;
  private Clock clock;
  private Event<GroupRequested> requested;
  private Event<GroupDeleted> deleted;

  public ClientManager() {
    // for the container
  }

  @Inject
  public ClientManager(
      ClientGroups groups,
      CreateQuota quota,
      Leases leases,
      GroupLog log,
      GroupViews views,
      AgentEntry entry,
      GroupRuns runs,
      AiServerAddress server,
      Clock clock,
      Event<GroupRequested> requested,
      Event<GroupDeleted> deleted) {
    this.groups = groups;
    this.quota = quota;
    this.leases = leases;
    this.log = log;
    this.views = views;
    this.entry = entry;
    this.runs = runs;
    this.server = server;
    this.clock = clock;
    this.requested = requested;
    this.deleted = deleted;
  }

  /**
   * Creates a group; its job is submitted when this has returned.
   *
   * @param owner who asks, or {@code null} where nobody has to say
   * @throws InvalidRequestException when it cannot be; nothing was created
   * @throws GroupExistsException when a live group has the id; nothing was created
   * @throws TooManyException when the owner has created too many; nothing was created
   */
  public void create(long benchmarkId, CreateGroup request, String owner) {
    create(benchmarkId, request, owner, key -> {});
  }

  /**
   * The same.
   *
   * @param stored takes the group's key, which no other ever has, before the transaction ends:
   *     whoever does not hear how it ended can look
   */
  public void create(long benchmarkId, CreateGroup request, String owner, LongConsumer stored) {
    GroupOrder order = GroupOrder.of(benchmarkId, request);
    if (order.workload().serverAddr() == null && server.current().isEmpty()) {
      throw new InvalidRequestException(
          "no AI server is known: name one as workload.server_addr, or set it with PUT /api/v1/server");
    }
    quota.admit(owner);
    String correlationId = CorrelationId.current().orElseGet(() -> CorrelationId.begin(null));
    ClientGroup group = new ClientGroup(benchmarkId, order, owner, correlationId, clock.instant());
    groups.add(group);
    stored.accept(group.pk());
    leases.open(group.pk());
    log.note(
        group,
        GroupState.REQUESTED.name(),
        "%d clients, %d agents".formatted(order.numClients(), order.numAgents()));
    requested.fire(new GroupRequested(group.pk()));
  }

  /**
   * @throws UnknownGroupException when no live group has the id
   */
  public GroupView find(long benchmarkId) {
    return views.of(
        groups.live(benchmarkId).orElseThrow(() -> UnknownGroupException.of(benchmarkId)));
  }

  /** Live groups, newest first. */
  public GroupPage list(Optional<GroupState> state, int offset, int limit) {
    return new GroupPage(
        groups.count(state), offset, limit, views.of(groups.page(state, offset, limit)));
  }

  /**
   * Deletes a group: from now on its id is free; its job is cancelled and its AI service released
   * after this has returned, however long that takes. Does nothing for an id that has no live
   * group.
   *
   * @throws UnknownGroupException when the id is that of another owner's group; nothing was deleted
   */
  public void delete(long benchmarkId) {
    Optional<ClientGroup> found = groups.findLiveLocked(benchmarkId);
    if (found.isEmpty() && groups.isTaken(benchmarkId)) {
      // Not "deleted", as for an id that is free: that would not be true.
      throw UnknownGroupException.of(benchmarkId);
    }
    found.ifPresent(
        group -> {
          group.delete();
          log.note(group, "DELETED", null);
          deleted.fire(new GroupDeleted(group.pk()));
        });
  }

  /**
   * Registers an agent; the same registration twice counts once.
   *
   * @throws UnknownGroupException when no live group has the id
   * @throws UnfitVersionException when it and this service are of versions too far apart; nothing
   *     was changed
   * @throws SupersededException when the agent's attempt is over; nothing was changed
   * @throws InvalidRequestException when its address cannot be, or is on no node of the group's
   *     job; nothing was changed
   * @throws AddressNotCheckedException when that cannot be known just now; nothing was changed
   */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public Registered register(long benchmarkId, Connect connect) {
    return entry.register(benchmarkId, connect);
  }

  /**
   * Runs the group's workload: stores the order, then tells every agent. An agent that cannot be
   * reached now gets the order with its next heartbeat. For a group that is being run already it
   * starts nothing and gives the answer of that run.
   *
   * @throws UnknownGroupException when no live group has the id
   * @throws IllegalTransitionException when not all agents have registered, or the group is over;
   *     nothing was started
   */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public RunDispatched run(long benchmarkId) {
    return runs.run(benchmarkId);
  }
}
