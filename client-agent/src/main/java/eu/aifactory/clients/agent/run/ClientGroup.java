package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.agent.observer.Observers;
import eu.aifactory.clients.agent.service.Correlation;
import eu.aifactory.clients.agent.service.ServiceClock;
import eu.aifactory.clients.agent.service.ServiceLink;
import eu.aifactory.clients.agent.settings.AgentIdentity;
import eu.aifactory.clients.agent.settings.AgentSettings;
import eu.aifactory.clients.protocol.AgentStatus;
import eu.aifactory.clients.protocol.ObserverRegistration;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.protocol.RunStarted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The clients of this process: starts their runs, one at a time and each once, takes observers, and
 * says how things stand. Thread-safe.
 */
@ApplicationScoped
public class ClientGroup {
  private static final Logger LOG = System.getLogger(ClientGroup.class.getName());
  private static final int RUNS_REMEMBERED = 1_000;

  /**
   * A service that has the last snapshot may order the next run before this agent has read the
   * acknowledgement: such an order waits this long rather than be refused.
   */
  private static final Duration HAND_OVER = Duration.ofSeconds(2);

  private final AgentSettings settings;
  private final AgentIdentity identity;
  private final ServiceLink link;
  private final ServiceClock clock;
  private final LoadSource loads;
  private final Observers observers;
  private final Orders orders;
  private final Map<String, RunStarted> answers = new LinkedHashMap<>();
  private Optional<AgentRun> inHand = Optional.empty();
  private AgentState state = AgentState.STARTING;

  @Inject
  public ClientGroup(
      AgentSettings settings,
      AgentIdentity identity,
      ServiceLink link,
      ServiceClock clock,
      LoadSource loads,
      Observers observers) {
    this.settings = settings;
    this.identity = identity;
    this.link = link;
    this.clock = clock;
    this.loads = loads;
    this.observers = observers;
    this.orders = new Orders(settings);
  }

  /**
   * Starts a run. One that is in hand or was carried out is not started again: its answer is.
   *
   * @param order empty for the standard workload; while a run is in hand it means that one
   * @throws BadOrderException naming the value at fault; nothing was started
   * @throws RunConflictException when another run is in hand; nothing was started
   */
  public RunStarted run(Optional<RunOrder> order) throws InterruptedException {
    Optional<RunOrder> checked = order.map(orders::checked);
    awaitHandOver(checked);
    return start(checked);
  }

  /**
   * @throws eu.aifactory.clients.agent.observer.BadObserverException naming the value at fault
   */
  public void observe(ObserverRegistration registration) {
    observers.add(registration);
  }

  public synchronized AgentStatus status() {
    return new AgentStatus(
        settings.benchmarkId(),
        settings.clients(),
        settings.serverAddr().toString(),
        settings.serviceAddr().toString(),
        identity.address(),
        identity.createdAtSeconds(),
        identity.name(),
        state().name(),
        runId(),
        identity.version());
  }

  /** The service knows this agent from now on. */
  public synchronized void registered() {
    state = state == AgentState.STARTING ? AgentState.READY : state;
  }

  /** Starts nothing more and stops the run in hand; see {@link #awaitIdle}. */
  public void stop(String reason) {
    stop(reason, settings.stopGrace());
  }

  private void stop(String reason, Duration grace) {
    synchronized (this) {
      state = AgentState.STOPPING;
    }
    running().ifPresent(run -> run.stop(reason, grace));
  }

  /** As {@link #stop}, without a grace for what is in flight. */
  public void halt(String reason) {
    stop(reason, Duration.ZERO);
  }

  /** Stops at once; what was measured and not acknowledged is left in the spool. */
  public void abandon(String reason) {
    synchronized (this) {
      state = AgentState.STOPPING;
    }
    running().ifPresent(run -> run.abandon(reason));
  }

  /** Waits until no run is in hand; whether that came within the limit. */
  public boolean awaitIdle(Duration limit) throws InterruptedException {
    Optional<AgentRun> run = running();
    return run.isEmpty() || run.get().awaitOver(limit);
  }

  private void awaitHandOver(Optional<RunOrder> order) throws InterruptedException {
    Optional<AgentRun> run = running();
    if (order.isPresent() && run.isPresent() && run.get().isMeasured()) {
      run.get().awaitOver(HAND_OVER);
    }
  }

  private synchronized RunStarted start(Optional<RunOrder> order) {
    Optional<AgentRun> run = running();
    if (order.isEmpty() && run.isPresent()) {
      return RunStarted.of(run.get().order().clients());
    }
    RunOrder wanted = order.orElseGet(orders::standard);
    RunStarted known = answers.get(wanted.runId());
    if (known != null) {
      return known;
    }
    if (state == AgentState.STOPPING) {
      throw new RunConflictException(
          "agent %s is stopping and starts no run".formatted(identity.name()));
    }
    if (run.isPresent()) {
      throw new RunConflictException(
          "run %s is in hand, so run %s cannot start"
              .formatted(run.get().order().runId(), wanted.runId()));
    }
    return begin(wanted, order.isPresent());
  }

  private RunStarted begin(RunOrder order, boolean orderedByService) {
    if (order.correlationId() != null) {
      Correlation.runBegins(order.correlationId());
    }
    LOG.log(
        Level.INFO,
        "run {0}: ordered, {1} clients, rank {2} of {3}",
        order.runId(),
        Integer.toString(order.clients()),
        Integer.toString(order.rank()),
        Integer.toString(order.agents()));
    AgentRun run = new AgentRun(order, orderedByService, parts(order));
    RunStarted answer = RunStarted.of(order.clients());
    if (answers.size() == RUNS_REMEMBERED) {
      answers.remove(answers.keySet().iterator().next());
    }
    answers.put(order.runId(), answer);
    inHand = Optional.of(run);
    run.start();
    return answer;
  }

  private RunParts parts(RunOrder order) {
    return new RunParts(
        settings,
        identity.name(),
        link,
        clock,
        loads,
        observers,
        new StartBarrier(order.runId(), link, clock, settings.barrierInterval()),
        new RunReport(order.benchmarkId(), order.runId(), identity.name()));
  }

  private synchronized Optional<AgentRun> running() {
    return inHand.filter(run -> !run.isOver());
  }

  private AgentState state() {
    return state == AgentState.READY && running().isPresent() ? AgentState.RUNNING : state;
  }

  private String runId() {
    return running().map(run -> run.order().runId()).orElse(null);
  }
}
