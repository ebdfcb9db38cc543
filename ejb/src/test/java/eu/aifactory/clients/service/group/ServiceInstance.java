package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.protocol.Heartbeat;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Registered;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.service.aiserver.AiServiceRelease;
import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.lease.Instance;
import eu.aifactory.clients.service.lease.LeaseLostException;
import eu.aifactory.clients.service.lease.Leases;
import eu.aifactory.clients.service.limit.LimitSettings;
import eu.aifactory.clients.service.limit.TestLimits;
import eu.aifactory.clients.service.network.NetworkSettings;
import eu.aifactory.clients.service.settings.ContainerTransactions;
import eu.aifactory.clients.service.settings.Deployment;
import eu.aifactory.clients.service.settings.StorageFault;
import eu.aifactory.clients.service.settings.TestDatabase;
import java.util.List;
import java.util.Optional;

/**
 * One instance of the service from one start to its end, on a database that others may share: its
 * real beans, with the transactions that the container gives them. What the container would do in
 * the background is done when {@link #errands} is called. One thread at a time.
 */
public final class ServiceInstance {
  /** Of what is asked here, nothing is too much. */
  private static final LimitSettings LIMITS = TestLimits.of("100000,100000", 1_000_000);

  private final Leases leases;
  private final ClientManager manager;
  private final AgentHeartbeats heartbeats;
  private final AgentAdmission admission;
  private final RunCoordinator coordinator;
  private final RunDeliveries deliveries;
  private final RunOrders orders;
  private final GroupDispatch dispatch;
  private final GroupReconciler reconciler;
  private final OrphanSweep sweep;
  private final WaitingErrands errands;
  private final EventsToHear<GroupRequested> requested = new EventsToHear<>();
  private final EventsToHear<GroupDeleted> deleted = new EventsToHear<>();

  /**
   * Starts it: the leases of its former lives end.
   *
   * @param name the same at each start
   * @param edges told of each transaction
   */
  public ServiceInstance(
      String name,
      ServiceOnH2 service,
      Dispatcher dispatcher,
      AiServiceRelease release,
      ContainerTransactions.Edges edges) {
    ContainerTransactions container = new ContainerTransactions(service.database, edges);
    leases = container.around(service.leasesOf(new Instance(name)));
    Fence fence = new Fence(leases);
    errands = new WaitingErrands(leases, fence);
    Dispatchers dispatchers = new OneDispatcher(dispatcher);
    DispatchLedger ledger = container.around(service.dispatchLedger(fence));
    JobAttempts attempts = container.around(service.attempts);
    Deployment deployment = container.around(service.deployment);
    coordinator = container.around(service.coordinator);
    deliveries = container.around(service.deliveries);
    heartbeats = container.around(service.heartbeats);
    orders = container.around(service.orders);
    admission = container.around(new AgentAdmission(service.groups, service.attempts));
    GroupRegistration registration =
        container.around(
            new GroupRegistration(
                service.groups,
                service.attempts,
                service.agents,
                ledger,
                service.log,
                service.settings,
                service.clock,
                new EventsToHear<>()));
    manager =
        container.around(
            new ClientManager(
                service.groups,
                new CreateQuota(TestLimits.calls(LIMITS), LIMITS, service.groups),
                leases,
                service.log,
                null,
                new AgentEntry(
                    registration, new AgentAddressCheck(dispatchers, anyNetwork(), service.clock)),
                null,
                service.server,
                service.clock,
                requested,
                deleted));
    GroupRetirement retirement =
        new GroupRetirement(
            container.around(service.retirementLedger(fence)), dispatchers, release, service.clock);
    dispatch =
        new GroupDispatch(
            ledger, dispatchers, retirement, errands, fence, service.settings, service.clock);
    reconciler =
        new GroupReconciler(
            container.around(new ReconcilerView(service.groups, service.attempts, service.clock)),
            dispatch,
            ledger,
            container.around(service.watch(fence)),
            retirement,
            dispatchers,
            errands,
            leases,
            fence,
            service.clock);
    sweep = new OrphanSweep(attempts, dispatchers, deployment, service.settings, errands);
    leases.endFormerLives();
  }

  /** Agents of the model have no nodes that could be asked for. */
  private static NetworkSettings anyNetwork() {
    NetworkSettings any = new NetworkSettings();
    TestDatabase.set(any, "agentNodes", Optional.of("any"));
    return any;
  }

  public void create(long id, CreateGroup group) {
    manager.create(id, group, null);
    // The container tells of it when the transaction has been committed.
    requested.take().forEach(dispatch::onRequested);
  }

  public void delete(long id) {
    manager.delete(id);
    deleted.take().forEach(dispatch::onDeleted);
  }

  /** As an agent that shows its token. */
  public Registered register(long id, Connect connect) {
    admission.admit(id, connect.nonce());
    return manager.register(id, connect);
  }

  public HeartbeatReply heartbeat(long id, String token, String agent, Heartbeat heartbeat) {
    admission.admit(id, token);
    return heartbeats.heard(id, List.of(new Beat(agent, heartbeat))).getFirst().orThrow();
  }

  public BarrierReply barrier(long id, String token, String run, Barrier barrier) {
    admission.admit(id, token);
    return coordinator.atBarrier(id, run, barrier);
  }

  public SnapshotReply deliver(long id, String token, String run, Snapshot snapshot) {
    admission.admit(id, token);
    return deliveries.deliver(id, List.of(Delivery.of(run, snapshot))).getFirst().orThrow();
  }

  /** Stores an order to run, which agents get with their heartbeats; the run's id. */
  public String run(long id) {
    return orders.order(id).runId();
  }

  /** One round of the reconciler, the background left to {@link #errands}. */
  public void round() {
    reconciler.round();
  }

  public void sweep() {
    sweep.sweep();
  }

  /** Does what waits to be done in the background. */
  public void errands() {
    boolean more = true;
    while (more) {
      try {
        more = errands.carryOutOne();
      } catch (LeaseLostException e) {
        // The other instance goes on.
      } catch (RuntimeException e) {
        if (StorageFault.in(e).isEmpty()) {
          throw e;
        }
      }
    }
  }

  /** Ends in good order: its groups are left to whoever asks first. */
  public void stop() {
    leases.release();
  }

  private static final class OneDispatcher extends Dispatchers {
    private final Dispatcher dispatcher;

    OneDispatcher(Dispatcher dispatcher) {
      this.dispatcher = dispatcher;
    }

    @Override
    public Dispatcher byName(String name) {
      return dispatcher;
    }

    @Override
    public Optional<String> trouble(String name) {
      return dispatcher.trouble();
    }
  }
}
