package eu.aifactory.clients.load;

import eu.aifactory.clients.load.arrival.LoadTimeline;
import eu.aifactory.clients.load.client.AiClient;
import eu.aifactory.clients.load.client.AiClients;
import eu.aifactory.clients.load.client.AiServerException;
import eu.aifactory.clients.load.client.LoadPath;
import eu.aifactory.clients.load.client.RequestWriter;
import eu.aifactory.clients.load.http.HttpTarget;
import eu.aifactory.clients.load.prompts.PromptException;
import eu.aifactory.clients.load.records.RequestLogs;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.rates.RatePlan;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Prepares runs, and owns the event loops that they run on. Thread-safe; several runs may be in
 * motion, but then each is the other's noise.
 */
public final class LoadEngine implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LoadEngine.class.getName());

  /** Idle connections are given up before a vLLM server does it, after 5 s. */
  private static final Duration IDLE_DROP = Duration.ofSeconds(4);

  private static final long REHEARSAL_LIMIT_SECONDS = 5;

  /** Of each event loop: more than one, as they are read one after the other. */
  private static final int REHEARSING_CLIENTS = 8;

  private final EventLoops loops;
  private final Duration idleDrop;
  private boolean rehearsed;

  /** With an event loop for each core that this process may use. */
  public LoadEngine() {
    this(Runtime.getRuntime().availableProcessors());
  }

  /**
   * @param loops event loops, 1 or more
   */
  public LoadEngine(int loops) {
    this(loops, IDLE_DROP);
  }

  LoadEngine(int loops, Duration idleDrop) {
    this.loops = new EventLoops(loops);
    this.idleDrop = idleDrop;
  }

  /**
   * Sends the workload to a server inside this process, so that the first run is not measured by a
   * cold JVM: rounds of load, after each of which the compilers get the cores to themselves, until
   * a round has left them nothing to do. Blocks for {@value Rehearsal#MOST_SECONDS} s or little
   * more, and does nothing a second time. A rehearsal that fails is only logged: the run that
   * follows judges itself.
   */
  public synchronized void rehearse(Workload workload) {
    if (rehearsed) {
      return;
    }
    rehearsed = true;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Rehearsal.MOST_SECONDS);
    ProcessCalm calm = new ProcessCalm();
    try (Rehearsal stage = new Rehearsal()) {
      LoadPlan plan =
          new LoadPlan(
              Rehearsal.workload(workload),
              stage.service(),
              0,
              1,
              REHEARSING_CLIENTS * loops.count(),
              "rehearsal-");
      do {
        rehearseOnce(plan);
      } while (!calm.await(deadline) && System.nanoTime() - deadline < 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | PreparationException | ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.WARNING, "the first run begins cold: {0}", e.toString());
    }
  }

  private void rehearseOnce(LoadPlan plan)
      throws InterruptedException, ExecutionException, TimeoutException {
    try (LoadRun run = prepare(plan)) {
      run.startAt(Instant.now(), Duration.ZERO);
      run.outcome().toCompletableFuture().get(REHEARSAL_LIMIT_SECONDS, TimeUnit.SECONDS);
      run.takeFigures().toParts();
      run.takeHealth();
    }
  }

  /**
   * Loads the prompts, encodes the requests and opens each client's connection. Blocks as long as
   * that takes; connections that could not be opened are tried again when their turn comes, if at
   * least one was.
   *
   * @throws PreparationException when it cannot be prepared: no request was sent
   */
  public LoadRun prepare(LoadPlan plan) {
    return prepare(plan, RequestLogs.NONE);
  }

  /**
   * The same.
   *
   * @param logs hear of each request that ended
   * @throws PreparationException when it cannot be prepared: no request was sent
   */
  public LoadRun prepare(LoadPlan plan, RequestLogs logs) {
    return prepare(plan, logs, Optional.empty());
  }

  /**
   * The same for a share of a load that somebody directs who knows all shares: says which stages
   * follow, and {@link LoadRun#end ends} the load by its conditions, of which {@link
   * LoadRun#takeSamples} tells. Without one the process makes all of the load and sees to both.
   *
   * @throws PreparationException when it cannot be prepared: no request was sent
   */
  public LoadRun prepare(LoadPlan plan, RequestLogs logs, Optional<StageDirector> director) {
    check(plan, director.isPresent());
    Workload.Load load = plan.workload().load();
    if (!load.isAdaptive()) {
      return prepared(loops, settings(plan, logs, director.isPresent()));
    }
    RatePlan rates = RatePlan.of(load);
    double first = rates.next(List.of()).orElseThrow();
    LoadPlan begin =
        new LoadPlan(
            plan.workload().withLoad(RatePlan.stage(load, first, true)),
            plan.service(),
            plan.rank(),
            plan.agents(),
            plan.clients(),
            plan.requestIdPrefix());
    return new AdaptiveRun(
        load,
        director.orElseGet(() -> new RateChoice(rates)),
        prepared(loops, settings(begin, logs, director.isPresent())));
  }

  static PreparedRun prepared(EventLoops loops, RunSettings settings) {
    PreparedRun run = new PreparedRun(loops, settings);
    int opened = run.awaitPrepared();
    if (opened == 0) {
      run.close();
      throw new PreparationException(
          "cannot connect to %s: %s".formatted(settings.url(), why(run.lastFault())),
          run.lastFault());
    }
    if (opened < settings.clients()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} of {1} connections to {2} could not be opened: {3}",
          settings.clients() - opened,
          settings.clients(),
          settings.url(),
          why(run.lastFault()));
    }
    return run;
  }

  private static void check(LoadPlan plan, boolean directed) {
    if (plan.clients() < 1) {
      throw new PreparationException("a run needs 1 client or more, not " + plan.clients());
    }
    if (plan.agents() < 1 || plan.rank() < 0 || plan.rank() >= plan.agents()) {
      throw new PreparationException(
          "rank %d is none of %d agents".formatted(plan.rank(), plan.agents()));
    }
    if (plan.workload().load().isAdaptive() && plan.agents() > 1 && !directed) {
      throw new PreparationException(
          "a sweep or search of %d agents needs a service that directs it"
              .formatted(plan.agents()));
    }
  }

  private RunSettings settings(LoadPlan plan, RequestLogs logs, boolean judgedElsewhere) {
    Workload workload = plan.workload();
    AiClient client =
        AiClients.named(workload.client())
            .orElseThrow(
                () ->
                    new PreparationException(
                        "there is no AI client named \"%s\"".formatted(workload.client())));
    LoadPath path = client.loadPath(plan.service(), workload);
    RequestWriter writer = writer(path, plan.requestIdPrefix());
    if (Workload.Load.TRACE.equals(workload.load().kind()) && writer.traceTimes().isEmpty()) {
      throw new PreparationException(
          "workload.load.kind is \"trace\", and the prompts tell no times");
    }
    LoadTimeline timeline =
        LoadTimeline.of(workload.load(), workload.seed(), writer.traceTimes(), 0);
    RunSettings settings =
        new RunSettings(
            plan.service().baseUrl(),
            workload,
            plan.rank(),
            plan.agents(),
            plan.clients(),
            path,
            writer,
            timeline,
            RequestNumbers.of(timeline, plan.rank(), plan.agents()),
            target(URI.create(plan.service().baseUrl()), workload.limits()),
            idleDrop.toNanos(),
            logs,
            judgedElsewhere);
    check(settings);
    return settings;
  }

  private static void check(RunSettings settings) {
    for (int place = 0; place < settings.timeline().windows().size(); place++) {
      if (settings.clientsIn(place) > settings.clients()) {
        throw new PreparationException(
            "stage %d asks for %d clients, and there are %d"
                .formatted(
                    settings.timeline().windows().get(place).stage(),
                    settings.clientsIn(place),
                    settings.clients()));
      }
    }
    if (settings.mostInFlight() < 1) {
      throw new PreparationException(
          "workload.load.max_in_flight is %d, and each of %d agents needs 1 or more"
              .formatted(settings.workload().load().maxInFlight(), settings.agents()));
    }
  }

  private static RequestWriter writer(LoadPath path, String requestIdPrefix) {
    try {
      return path.writer(requestIdPrefix);
    } catch (PromptException | AiServerException e) {
      throw new PreparationException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PreparationException("the preparation was interrupted", e);
    }
  }

  private static HttpTarget target(URI server, Workload.Limits limits) {
    int connectMillis = Math.clamp(Math.round(limits.connectSeconds() * 1000), 1, 86_400_000);
    try {
      return HttpTarget.of(
          server, ServerLookup.find(server, connectMillis), connectMillis, EventLoops.transport());
    } catch (SSLException e) {
      throw new PreparationException(
          "this machine's certificates cannot be used: " + e.getMessage(), e);
    }
  }

  /** What the innermost cause says: those around it say where it was met. */
  private static String why(Throwable fault) {
    Throwable innermost = fault;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String told = innermost.getMessage();
    return told == null ? innermost.getClass().getSimpleName() : told;
  }

  /** Ends the event loops; runs must have been closed before. */
  @Override
  public void close() {
    loops.close();
  }
}
