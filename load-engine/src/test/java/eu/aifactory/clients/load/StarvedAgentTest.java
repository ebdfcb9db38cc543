package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.emulator.EmulatorOptions;
import eu.aifactory.clients.emulator.VllmEmulator;
import eu.aifactory.clients.load.records.RequestLogs;
import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.result.AgentFigures;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.protocol.result.ResultAssembly;
import eu.aifactory.clients.protocol.result.RunStages;
import eu.aifactory.clients.protocol.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An agent that gets no time shall be found out by its own result. Its event loop really stands
 * still here, for longer than any machine's noise, whenever a request has ended.
 */
@Timeout(120)
class StarvedAgentTest {
  private static final long REQUESTS = 40;
  private static final Duration STALL = Duration.ofMillis(150);

  @Test
  void isFoundOutByItsOwnResult() throws Exception {
    Result result = run(Workload.Load.closed(null, REQUESTS), () -> request -> standStill());

    assertThat(result.requests().succeeded()).isEqualTo(REQUESTS);
    // Each request but the first waited for the stall: a busy machine alone delays some.
    assertThat(result.sendLagMs().p50()).isGreaterThan(STALL.toMillis() - 1.0);
    assertThat(result.verdict()).isEqualTo(Verdict.CLIENT_LIMITED);
    assertThat(result.verdictReasons()).anyMatch(reason -> reason.startsWith("send lag p99 is"));
  }

  /** While the answers to those that went out are waited for, all others become due. */
  @Test
  void isFoundOutByTheRateThatItOffers() throws Exception {
    Workload.Load load =
        Workload.Load.of(Workload.Load.CONSTANT).rate(100.0).requests(REQUESTS).build();

    Result result = run(load, () -> request -> standStill());

    assertThat(result.requests().succeeded()).isEqualTo(REQUESTS);
    assertThat(result.verdict()).isEqualTo(Verdict.CLIENT_LIMITED);
    assertThat(result.verdictReasons())
        .anyMatch(
            reason -> reason.matches("the load offered [0-9.]+ of 100.0 intended requests.*"));
  }

  private static void standStill() {
    long end = System.nanoTime() + STALL.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private static Result run(Workload.Load load, RequestLogs logs) throws Exception {
    Workload workload =
        new Workload(
            null,
            null,
            null,
            null,
            null,
            load,
            null,
            new Workload.Output(4, null, true, null),
            null,
            null,
            null,
            null);
    try (VllmEmulator emulator = VllmEmulator.start(EmulatorOptions.builder().port(0).build());
        LoadEngine engine = new LoadEngine(1)) {
      AiService service =
          new AiService(
              Workload.SERVER_VLLM,
              emulator.baseUri().toString(),
              null,
              "emulated-model",
              "0.32.0",
              null,
              false);
      LoadPlan plan = new LoadPlan(workload, service, 0, 1, 1, "starved-");
      try (LoadRun run = engine.prepare(plan, logs)) {
        run.startAt(Instant.now(), Duration.ZERO);
        run.outcome().toCompletableFuture().get(100, TimeUnit.SECONDS);
        return result(workload, run.takeFigures(), run.takeHealth());
      }
    }
  }

  private static Result result(Workload workload, RunFigures figures, AgentHealth health) {
    AgentFigures agent =
        new AgentFigures("starved", null, null, 0.0, figures.whole(), health, "COMPLETED", null);
    return ResultAssembly.assemble(
        null,
        "run",
        Instant.EPOCH,
        1,
        workload,
        null,
        List.of(agent),
        RunStages.of(workload, figures));
  }
}
