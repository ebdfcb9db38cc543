package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.protocol.Heartbeat;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.service.agent.Agents;
import eu.aifactory.clients.service.agent.CallAddress;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.Submission;
import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.lease.Instance;
import eu.aifactory.clients.service.lease.Lease;
import eu.aifactory.clients.service.lease.Leases;
import eu.aifactory.clients.service.records.DeliveredRecords;
import eu.aifactory.clients.service.result.LoadSamples;
import eu.aifactory.clients.service.result.Results;
import eu.aifactory.clients.service.result.Snapshots;
import eu.aifactory.clients.service.settings.AiServerAddress;
import eu.aifactory.clients.service.settings.Deployment;
import eu.aifactory.clients.service.settings.ServiceSettings;
import eu.aifactory.clients.service.settings.TestDatabase;
import eu.aifactory.clients.slurm.MovedClock;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The domain's beans on a database of their own, with a clock that the test moves. */
public final class ServiceOnH2 implements AutoCloseable {
  static final long ID = 7;

  public final TestDatabase database = new TestDatabase();
  public final MovedClock clock = new MovedClock();
  final ClientGroups groups = database.wired(new ClientGroups());
  final JobAttempts attempts = database.wired(new JobAttempts());
  final Agents agents = database.wired(new Agents());
  final Runs runs = database.wired(new Runs());
  final Snapshots snapshots = database.wired(new Snapshots());
  final Results results = database.wired(new Results());
  final DeliveredRecords records = database.wired(new DeliveredRecords());
  final RunRecords runRecords = new RunRecords(groups, runs, records);
  final EventsToHear<OrdersChanged> changes = new EventsToHear<>();
  final GroupLog log = database.wired(new GroupLog(clock, changes));
  final ServiceSettings settings = settings();
  final AiServerAddress server = database.wired(withSettings(AiServerAddress.class, settings));
  final Deployment deployment = database.wired(withSettings(Deployment.class, settings));
  final RunClosing closing = new RunClosing(runs, agents, snapshots, results, log, clock);
  final LoadSamples loadSamples = database.wired(new LoadSamples());
  final StageDirection stages = new StageDirection(runs, snapshots, log, clock);
  final LoadConditions conditions = new LoadConditions(runs, loadSamples, log);
  final LateParts late = new LateParts(snapshots, log);
  final RunCoordinator coordinator = new RunCoordinator(groups, runs, closing, stages, log, clock);
  final RunDeliveries deliveries =
      new RunDeliveries(groups, runs, snapshots, closing, conditions, late);
  final AgentOrders agentOrders = new AgentOrders(groups, agents, runs, clock);
  final AgentHeartbeats heartbeats = new AgentHeartbeats(groups, agents, agentOrders, clock);
  final RunOrders orders =
      new RunOrders(groups, agents, attempts, runs, coordinator, agentOrders, server);
  final Instance instance = new Instance("only");
  final Leases leases = leasesOf(instance);
  final Fence fence = new Fence(leases);
  final DispatchLedger dispatchLedger = dispatchLedger(fence);
  final RetirementLedger retirementLedger = retirementLedger(fence);
  final JobWatch watch = watch(fence);

  DispatchLedger dispatchLedger(Fence of) {
    return new DispatchLedger(groups, attempts, log, server, deployment, settings, of, clock);
  }

  RetirementLedger retirementLedger(Fence of) {
    return new RetirementLedger(
        groups, attempts, agents, runs, snapshots, results, records, log, settings, of, clock);
  }

  JobWatch watch(Fence of) {
    return new JobWatch(groups, attempts, agents, runs, closing, log, settings, of, clock);
  }

  private static ServiceSettings settings() {
    ServiceSettings settings = new ServiceSettings();
    TestDatabase.set(settings, "deployment", Optional.of("test"));
    TestDatabase.set(settings, "submitDeadline", Duration.ofHours(1));
    TestDatabase.set(settings, "serverAddr", Optional.of("http://127.0.0.1:8000"));
    TestDatabase.set(settings, "serviceUrl", "http://127.0.0.1:8001");
    TestDatabase.set(settings, "dispatcher", "local");
    TestDatabase.set(settings, "heartbeatInterval", Duration.ofSeconds(2));
    TestDatabase.set(settings, "agentSuspectAfter", Duration.ofSeconds(15));
    TestDatabase.set(settings, "agentLostAfter", Duration.ofSeconds(45));
    TestDatabase.set(settings, "connectDeadline", Duration.ofMinutes(2));
    TestDatabase.set(settings, "submitQuarantine", Duration.ofMinutes(2));
    TestDatabase.set(settings, "barrierTimeout", Duration.ofMinutes(15));
    TestDatabase.set(settings, "agentServiceLossLimit", Optional.of(Duration.ofSeconds(90)));
    TestDatabase.set(settings, "agentReturnLimit", Optional.empty());
    return settings;
  }

  private static <T> T withSettings(Class<T> type, ServiceSettings settings) {
    try {
      Constructor<T> injected = type.getDeclaredConstructor(ServiceSettings.class);
      injected.setAccessible(true);
      return injected.newInstance(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The leases as another instance, or another life of one, sees them. */
  Leases leasesOf(Instance other) {
    return database.wired(new Leases(other, clock));
  }

  /** A transaction in the right of the only instance's lease. */
  <T> T owned(long pk, Supplier<T> work) {
    Lease lease = database.inTransaction(() -> leases.claim(pk)).orElseThrow();
    AtomicReference<T> result = new AtomicReference<>();
    fence.under(lease, () -> result.set(database.inTransaction(work)));
    return result.get();
  }

  void owned(long pk, Runnable work) {
    owned(
        pk,
        () -> {
          work.run();
          return true;
        });
  }

  /** The deployment's name outside a transaction. */
  Deployment deployment() {
    return new Deployment() {
      @Override
      public String name() {
        return database.inTransaction(deployment::name);
      }
    };
  }

  /** A group that was asked for a moment ago; its key. */
  long requested(int numAgents) {
    return requested(group(numAgents, Workload.standard()));
  }

  private static CreateGroup group(int numAgents, Workload workload) {
    return new CreateGroup(numAgents, 5, numAgents, workload, null);
  }

  private long requested(CreateGroup request) {
    return database.inTransaction(
        () -> {
          GroupOrder order = GroupOrder.of(ID, request);
          ClientGroup group = new ClientGroup(ID, order, null, "test", clock.instant());
          groups.add(group);
          leases.open(group.pk());
          return group.pk();
        });
  }

  /** A group whose job waits for nodes; its key. */
  long queued(int numAgents) {
    return queued(group(numAgents, Workload.standard()));
  }

  private long queued(CreateGroup request) {
    long pk = requested(request);
    DispatchLedger.Intent intent = owned(pk, () -> dispatchLedger.begin(pk).orElseThrow());
    owned(
        pk,
        () ->
            dispatchLedger.concluded(
                pk, intent.request().nonce(), new Submission.Submitted(new JobId("job-1"), null)));
    return pk;
  }

  /** A group all of whose agents have registered, named agent-0 and so on; its key. */
  long ready(int numAgents) {
    return ready(numAgents, Workload.standard());
  }

  /** The same with a workload of its own. */
  long ready(int numAgents, Workload workload) {
    return ready(group(numAgents, workload));
  }

  /** The same of a group as it was asked for, with a client for each agent. */
  long ready(CreateGroup request) {
    int numAgents = request.agents();
    long pk = queued(request);
    database.inTransaction(
        () -> {
          ClientGroup group = groups.byKeyLocked(pk).orElseThrow();
          group.began(clock.instant());
          log.move(group, GroupState.STARTING, "test");
          for (int rank = 0; rank < numAgents; rank++) {
            agents.add(pk, 1, connect(rank), CallAddress.AS_ANNOUNCED, clock.instant());
          }
          log.move(group, GroupState.READY, "test");
        });
    return pk;
  }

  static Connect connect(int rank) {
    return new Connect(
        "http://127.0.0.1:%d".formatted(9000 + rank),
        "agent-" + rank,
        rank,
        null,
        null,
        null,
        "node",
        1,
        null,
        null);
  }

  /** Begins a run of the group; its id. */
  String begun() {
    return database.inTransaction(() -> orders.order(ID).runId());
  }

  /** An agent of the group delivers by itself. */
  SnapshotReply deliver(String run, Snapshot snapshot) {
    return database
        .inTransaction(() -> deliveries.deliver(ID, List.of(Delivery.of(run, snapshot))))
        .getFirst()
        .orThrow();
  }

  /** An agent of the group is heard by itself. */
  HeartbeatReply heard(String agent, Heartbeat heartbeat) {
    return database
        .inTransaction(() -> heartbeats.heard(ID, List.of(new Beat(agent, heartbeat))))
        .getFirst()
        .orThrow();
  }

  /** One look at who was silent, as the reconciler takes it. */
  void silence(Instant listeningSince) {
    List<Long> silent = database.inTransaction(() -> watch.groupsWithSilence(listeningSince));
    silent.forEach(pk -> owned(pk, () -> watch.silence(pk, listeningSince)));
  }

  /** Deletes a group and all its rows. */
  void delete(long pk) {
    database.inTransaction(() -> groups.byKeyLocked(pk).orElseThrow().delete());
    owned(pk, () -> retirementLedger.removeIfDeleted(pk));
  }

  /** Removes every group, as if none had ever been: cheaper than another database. */
  public void forgetGroups() {
    changes.take();
    database.execute(
        List.of(
                "load_sample",
                "snapshot_part",
                "run_result",
                "run_participant",
                "run_stage",
                "run_ending",
                "run",
                "job_attempt",
                "agent",
                "group_event",
                "client_group")
            .stream()
            .map("DELETE FROM "::concat)
            .toArray(String[]::new));
  }

  long latestGroupKey() {
    return database.inTransaction(() -> groups.live(ID).orElseThrow().pk());
  }

  /** State of the group that can be asked for under this id. */
  public Optional<GroupState> liveState(long id) {
    return database.inTransaction(() -> groups.live(id).map(ClientGroup::state));
  }

  /** How many groups there are, those that were deleted and still have something to end as well. */
  public int groupCount() {
    return database.inTransaction(() -> groups.keysToReconcile().size());
  }

  ClientGroup group(long pk) {
    return database.inTransaction(() -> groups.byKey(pk).orElseThrow());
  }

  JobAttempt attempt(long pk) {
    return database.inTransaction(() -> attempts.currentOf(pk).orElseThrow());
  }

  Run latestRun(long pk) {
    return database.inTransaction(() -> runs.of(pk).getFirst());
  }

  @Override
  public void close() {
    database.close();
  }
}
