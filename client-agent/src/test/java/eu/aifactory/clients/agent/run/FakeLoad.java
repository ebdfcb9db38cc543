package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.load.LoadPlan;
import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.load.StageDirector;
import eu.aifactory.clients.load.client.AiClient;
import eu.aifactory.clients.load.client.AiServerException;
import eu.aifactory.clients.load.client.LoadPath;
import eu.aifactory.clients.load.records.RequestLogs;
import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Load that does only what a test tells it to, and remembers what the agent asked for. */
@Alternative
@Priority(1)
@ApplicationScoped
public class FakeLoad implements LoadSource {
  public static final AiService SERVICE =
      new AiService("ai-server", "http://ai:8000", "svc-1", "model", null, null, true);

  final List<LoadPlan> plans = new CopyOnWriteArrayList<>();
  final List<FakeRun> runs = new CopyOnWriteArrayList<>();
  final List<String> setUps = new CopyOnWriteArrayList<>();
  final List<AiService> released = new CopyOnWriteArrayList<>();
  final CountDownLatch setUpMayEnd = new CountDownLatch(1);
  volatile boolean setUpHangs;
  volatile String setUpFailure;

  @Override
  public AiClient client(String name) {
    return new AiClient() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public AiService setUpBenchmark(String serverAddr, Workload workload)
          throws AiServerException, InterruptedException {
        setUps.add(serverAddr);
        if (setUpHangs) {
          setUpMayEnd.await();
        }
        if (setUpFailure != null) {
          throw new AiServerException(setUpFailure);
        }
        return SERVICE;
      }

      @Override
      public void release(AiService service) {
        released.add(service);
      }

      @Override
      public LoadPath loadPath(AiService service, Workload workload) {
        throw new UnsupportedOperationException("nothing is sent here");
      }
    };
  }

  @Override
  public LoadRun prepare(LoadPlan plan, RequestLogs logs, Optional<StageDirector> director) {
    plans.add(plan);
    FakeRun run = new FakeRun();
    runs.add(run);
    return run;
  }

  /** When the newest run was to start; {@code null} while there is none. */
  public Instant startedAt() {
    return runs.isEmpty() ? null : runs.getLast().startedAt;
  }

  /** Why the newest run was stopped; {@code null} while it was not. */
  public String stopReason() {
    return runs.getLast().stopReason;
  }

  /** One load run in a test's hands. */
  static final class FakeRun implements LoadRun {
    private Figures figures = new Figures();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private long succeeded;
    volatile Instant startedAt;
    volatile Duration clockOffset;
    volatile String stopReason;
    volatile boolean closed;

    synchronized void succeed(int requests) {
      succeeded += requests;
      figures.count(Counter.SENT, requests);
      figures.count(Counter.SUCCEEDED, requests);
      figures.record(Figure.TTFT, 5_000_000, requests);
    }

    void complete() {
      outcome.complete(new Outcome(true, null));
    }

    @Override
    public void startAt(Instant instant, Duration offset) {
      startedAt = instant;
      clockOffset = offset;
    }

    @Override
    public synchronized RunFigures takeFigures() {
      RunFigures taken = new RunFigures();
      taken.put(0, 0, figures);
      figures = new Figures();
      return taken;
    }

    @Override
    public AgentHealth takeHealth() {
      return new AgentHealth(1.0, 2.0, 0.5);
    }

    @Override
    public synchronized Progress progress() {
      return new Progress(succeeded, succeeded, 0, 0, 1.5);
    }

    @Override
    public void stop(String reason, Duration grace) {
      stopReason = reason;
      outcome.complete(new Outcome(false, reason));
    }

    @Override
    public CompletionStage<Outcome> outcome() {
      return outcome;
    }

    @Override
    public void close() {
      closed = true;
      outcome.complete(new Outcome(false, "closed"));
    }
  }
}
