package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.load.LoadPlan;
import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.load.StageDirector;
import eu.aifactory.clients.load.client.AiServerException;
import eu.aifactory.clients.load.records.RequestLogs;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.RunOrder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Gets one agent ready for a run, on a thread of its own, so that the conversation with the service
 * goes on meanwhile: sets the AI service up where that is this agent's part, waits for it where it
 * is another's, and prepares the load. Thread-safe.
 */
final class Preparation {
  private static final Logger LOG = System.getLogger(Preparation.class.getName());

  private final RunOrder order;
  private final LoadSource source;
  private final RequestLogs logs;
  private final Optional<StageDirector> director;
  private final CompletableFuture<AiService> service = new CompletableFuture<>();
  private final CompletableFuture<LoadRun> load = new CompletableFuture<>();
  private final Thread thread;
  private volatile Optional<AiService> ownService = Optional.empty();

  /**
   * @param director present when the service judges and directs the load
   */
  Preparation(
      RunOrder order, LoadSource source, RequestLogs logs, Optional<StageDirector> director) {
    this.order = order;
    this.source = source;
    this.logs = logs;
    this.director = director;
    this.thread = Thread.ofVirtual().name("prepare-" + order.runId()).unstarted(this::prepare);
  }

  void start() {
    thread.start();
  }

  /** The service is known now; a second one is not listened to. */
  void use(AiService known) {
    service.complete(known);
  }

  /** What this agent itself set up, created or found; empty when that is another's part. */
  Optional<AiService> ownService() {
    return ownService;
  }

  /** Whether the load could start. */
  boolean isReady() {
    return load.isDone() && !load.isCompletedExceptionally();
  }

  /** Why this agent cannot take part, a sentence; empty while it still can. */
  Optional<String> failure() {
    return load.isCompletedExceptionally()
        ? Optional.of(load.exceptionNow().getMessage())
        : Optional.empty();
  }

  /** The prepared load; only when {@link #isReady}. */
  LoadRun load() {
    return load.resultNow();
  }

  /** Gives up what is not ready yet, and waits until nothing is left of it. */
  void cancel() throws InterruptedException {
    if (!load.isDone()) {
      thread.interrupt();
    }
    thread.join();
  }

  /** Releases what this agent created on the AI server, if it did. */
  void release() {
    ownService.filter(AiService::created).ifPresent(this::release);
  }

  private void release(AiService created) {
    try {
      source.client(order.workload().client()).release(created);
      LOG.log(Level.INFO, "run {0}: released service {1}", order.runId(), created.serviceId());
    } catch (AiServerException e) {
      LOG.log(
          Level.WARNING,
          "run {0}: service {1} may be left on {2}: {3}",
          order.runId(),
          created.serviceId(),
          created.baseUrl(),
          e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void prepare() {
    try {
      AiService used = service();
      service.complete(used);
      load.complete(source.prepare(plan(used), logs, director));
    } catch (AiServerException e) {
      load.completeExceptionally(e);
    } catch (InterruptedException | ExecutionException e) {
      load.completeExceptionally(
          new IllegalStateException("the run was stopped before it was ready", e));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "run " + order.runId() + " cannot be prepared", e);
      load.completeExceptionally(
          new IllegalStateException("the load cannot be prepared: " + e.getMessage(), e));
    }
  }

  private AiService service() throws AiServerException, InterruptedException, ExecutionException {
    if (order.service() != null) {
      return order.service();
    }
    if (order.rank() != 0) {
      return service.get();
    }
    AiService found =
        source
            .client(order.workload().client())
            .setUpBenchmark(order.serverAddr(), order.workload());
    ownService = Optional.of(found);
    LOG.log(
        Level.INFO,
        "run {0}: set up {1} at {2}, model {3}",
        order.runId(),
        found.kind(),
        found.baseUrl(),
        found.model());
    return found;
  }

  private LoadPlan plan(AiService used) {
    return new LoadPlan(
        order.workload(),
        used,
        order.rank(),
        order.agents(),
        order.clients(),
        requestIdPrefix(order));
  }

  /** Begins the id of each request that this agent sends in the run. */
  static String requestIdPrefix(RunOrder order) {
    return order.runId() + "-" + order.rank() + "-";
  }
}
