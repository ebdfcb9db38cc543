package eu.aifactory.clients.load.bench;

import eu.aifactory.clients.load.LoadEngine;
import eu.aifactory.clients.load.LoadPlan;
import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.load.PreparationException;
import eu.aifactory.clients.load.client.AiClient;
import eu.aifactory.clients.load.client.AiClients;
import eu.aifactory.clients.load.client.AiServerException;
import eu.aifactory.clients.load.client.LoadPath;
import eu.aifactory.clients.load.machine.ThisMachine;
import eu.aifactory.clients.load.records.RequestLogs;
import eu.aifactory.clients.load.records.RunRecords;
import eu.aifactory.clients.load.server.WatchedRun;
import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.RunId;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.ServerSample;
import eu.aifactory.clients.protocol.result.AgentFigures;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.protocol.result.ResultAssembly;
import eu.aifactory.clients.protocol.result.RunStages;
import eu.aifactory.clients.protocol.result.SteadyPart;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One run of a workload in this process alone: set-up, load, release, result. Used once; {@link
 * #stop} may be called by any thread, the rest by one.
 */
public final class BenchRun {
  private static final System.Logger LOG = System.getLogger(BenchRun.class.getName());
  private static final Duration STEP = Duration.ofMillis(250);
  private static final Duration GRACE = Duration.ofSeconds(2);

  /**
   * From the last preparation to the start: the server accepts the connections that were opened.
   */
  private static final Duration LEAD = Duration.ofMillis(250);

  private final String target;
  private final Workload workload;
  private final int clients;
  private final String software;
  private Optional<Path> recordsFile = Optional.empty();
  private final CompletableFuture<String> stopped = new CompletableFuture<>();

  /**
   * @param target address of the AI server
   * @param workload checked by the caller
   * @param clients 1 or more
   * @param software name and version that the result shall carry
   */
  public BenchRun(String target, Workload workload, int clients, String software) {
    this.target = target;
    this.workload = workload;
    this.clients = clients;
    this.software = software;
  }

  /**
   * Keeps records of the requests, as blocks, if the workload asks for them.
   *
   * @param file to write, which must be nobody else's
   */
  public void keepRecordsIn(Path file) {
    recordsFile = Optional.of(file);
  }

  /**
   * Runs the workload to its end, or until {@link #stop}. Blocks. A service that was created for it
   * is released whatever happens.
   *
   * @param progress told some times a second, on this thread
   * @throws AiServerException when the target cannot be used: no request was sent
   * @throws PreparationException when the run cannot be prepared: no request was sent
   * @throws InterruptedException when interrupted: the load was stopped
   */
  public Result run(Consumer<LoadRun.Progress> progress)
      throws AiServerException, InterruptedException {
    AiClient client =
        AiClients.named(workload.client())
            .orElseThrow(
                () ->
                    new PreparationException(
                        "there is no AI client named \"%s\"".formatted(workload.client())));
    AiService service = client.setUpBenchmark(target, workload);
    try {
      return measure(client, service, progress);
    } finally {
      release(client, service);
    }
  }

  /** Ends the run early: nothing more is sent, and what is in flight has two seconds left. */
  public void stop(String reason) {
    stopped.complete(reason);
  }

  private Result measure(AiClient client, AiService service, Consumer<LoadRun.Progress> progress)
      throws InterruptedException {
    try (LoadEngine engine = new LoadEngine()) {
      engine.rehearse(workload);
      return measure(engine, client, service, progress);
    }
  }

  private Result measure(
      LoadEngine engine, AiClient client, AiService service, Consumer<LoadRun.Progress> progress)
      throws InterruptedException {
    String runId = RunId.at(Instant.now());
    LoadPlan plan = new LoadPlan(workload, service, 0, 1, clients, runId + "-");
    Optional<RunRecords> records = records(plan);
    LoadPath path = client.loadPath(service, workload);
    try (LoadRun run = WatchedRun.watch(prepare(engine, plan, records), path, service.model(), 0)) {
      Instant start = Instant.now().plus(LEAD);
      run.startAt(start, Duration.ZERO);
      RunFigures sum = new RunFigures();
      SliceLog slices = new SliceLog();
      AgentHealth health = null;
      List<ServerSample> looks = new ArrayList<>();
      CompletableFuture<LoadRun.Outcome> outcome = run.outcome().toCompletableFuture();
      stopped.thenAccept(reason -> run.stop(reason, GRACE));
      boolean over = false;
      while (!over) {
        over = ended(outcome);
        RunFigures interval = run.takeFigures();
        slices.add(interval);
        sum.addInterval(interval);
        health = AgentFigures.worse(health, run.takeHealth());
        looks.addAll(run.takeServerSamples());
        progress.accept(run.progress());
      }
      records.ifPresent(RunRecords::close);
      records.ifPresent(kept -> kept.end().countInto(sum));
      return result(runId, start, service, sum, slices.steadyPart(), health, looks, outcome.join());
    } finally {
      records.ifPresent(RunRecords::close);
    }
  }

  private static LoadRun prepare(LoadEngine engine, LoadPlan plan, Optional<RunRecords> records) {
    try {
      return engine.prepare(plan, records.map(RequestLogs.class::cast).orElse(RequestLogs.NONE));
    } catch (PreparationException e) {
      records.ifPresent(RunRecords::close);
      records.ifPresent(RunRecords::delete);
      throw e;
    }
  }

  private Optional<RunRecords> records(LoadPlan plan) {
    return recordsFile
        .filter(file -> workload.records().enabled())
        .map(file -> RunRecords.in(file, workload, "bench", plan.requestIdPrefix()));
  }

  private static boolean ended(CompletableFuture<LoadRun.Outcome> outcome)
      throws InterruptedException {
    try {
      outcome.get(STEP.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load run failed", e.getCause());
    }
  }

  private Result result(
      String runId,
      Instant began,
      AiService service,
      RunFigures figures,
      SteadyPart steady,
      AgentHealth health,
      List<ServerSample> looks,
      LoadRun.Outcome outcome) {
    String host = host();
    String state = outcome.completed() ? Snapshot.COMPLETED : Snapshot.STOPPED;
    AgentFigures own =
        new AgentFigures(
            "bench",
            null,
            host,
            0.0,
            figures.whole().toParts(),
            health,
            state,
            outcome.reason(),
            looks,
            ThisMachine.read(),
            0.0);
    Result.Provenance provenance =
        new Result.Provenance(
            software, Result.Server.of(service), null, Runtime.version().toString(), host);
    return ResultAssembly.assemble(
        null,
        runId,
        began,
        clients,
        workload,
        provenance,
        List.of(own),
        RunStages.of(workload, figures),
        steady);
  }

  private static void release(AiClient client, AiService service) throws InterruptedException {
    try {
      client.release(service);
    } catch (AiServerException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
