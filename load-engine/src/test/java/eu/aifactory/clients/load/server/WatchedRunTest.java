package eu.aifactory.clients.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.aifactory.clients.emulator.EmulatorOptions;
import eu.aifactory.clients.emulator.VllmEmulator;
import eu.aifactory.clients.load.bench.BenchRun;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.result.FigureBlock;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.protocol.result.ServerMetrics;
import eu.aifactory.clients.protocol.result.Verdict;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The result's account with the server, against a server whose counters are right. */
@Timeout(120)
class WatchedRunTest {
  private static final int REQUESTS = 30;
  private static final int TOKENS = 8;

  @Test
  void theServersCountersAreThoseOfTheRun() throws Exception {
    try (VllmEmulator emulator = VllmEmulator.start(quick())) {
      ask(emulator);

      Result result = bench(emulator).run(unused -> {});

      assertThat(result.tokens().ledger())
          .isEqualTo(
              new FigureBlock.Ledger(
                  (long) REQUESTS * TOKENS,
                  (long) REQUESTS * TOKENS,
                  true,
                  new FigureBlock.PromptLedger(
                      result.tokens().prompt(), result.tokens().prompt(), true)));
      assertThat(result.serverMetrics().looks()).isGreaterThanOrEqualTo(2);
      assertThat(result.serverMetrics().promptTokens()).isEqualTo(result.tokens().prompt());
      assertThat(result.serverMetrics().finished()).containsEntry("length", (long) REQUESTS);
      assertThat(result.serverMetrics().meanMs().ttft()).isBetween(15.0, result.ttftMs().mean());
      assertThat(result.verdictReasons()).noneMatch(reason -> reason.contains("ledger"));
    }
  }

  /** Shorter than the looks are apart: there is one at the begin of each stage. */
  @Test
  void eachStageHasTheServersCountersOfItsOwn() throws Exception {
    Workload.Load open = Workload.Load.of(Workload.Load.CONSTANT).rate(20.0).duration(2.0).build();
    Workload.Load busier = open.toBuilder().rate(40.0).build();
    Workload workload =
        workload(Workload.Load.of(Workload.Load.STAGES).stages(List.of(open, busier)).build());
    try (VllmEmulator emulator = VllmEmulator.start(quick())) {
      Result result = new BenchRun(emulator.baseUri().toString(), workload, 1, "test").run(p -> {});

      ServerMetrics first = result.stages().get(0).serverMetrics();
      ServerMetrics second = result.stages().get(1).serverMetrics();
      // Which of both has the few requests that are in flight at the hand-over is not said.
      assertThat(first.generationTokens()).isCloseTo(40L * TOKENS, within(6L * TOKENS));
      assertThat(second.generationTokens()).isCloseTo(80L * TOKENS, within(6L * TOKENS));
      assertThat(first.generationTokens() + second.generationTokens())
          .isEqualTo(result.tokens().completion());
      assertThat(result.stages().get(1).compat().vllmBenchServe()).containsEntry("completed", 80.0);
      assertThat(result.serverMetrics().cache().prefixCaching()).isFalse();
    }
  }

  @Test
  void anotherClientOnTheServerIsFoundOut() throws Exception {
    try (VllmEmulator emulator = VllmEmulator.start(quick())) {
      AtomicBoolean asked = new AtomicBoolean();

      Result result =
          bench(emulator)
              .run(
                  progress -> {
                    if (progress.sent() > 0 && asked.compareAndSet(false, true)) {
                      ask(emulator);
                    }
                  });

      // The other one asks once the first progress is told, while the run goes on or is measured.
      assertThat(asked).isTrue();
      assertThat(result.tokens().ledger().match()).isFalse();
      assertThat(result.tokens().ledger().server()).isEqualTo(REQUESTS * TOKENS + 16L);
      assertThat(result.verdict()).isGreaterThanOrEqualTo(Verdict.DEGRADED);
      assertThat(result.verdictReasons())
          .contains(
              "the server counted %d generated tokens and this run received %d: another client"
                      .formatted(REQUESTS * TOKENS + 16, REQUESTS * TOKENS)
                  + " loaded it at the same time");
    }
  }

  private static void ask(VllmEmulator emulator) {
    String body =
        "{\"model\":\"emulated-model\",\"max_tokens\":16,\"ignore_eos\":true,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"one from elsewhere\"}]}";
    try (HttpClient other = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(emulator.baseUri() + "/v1/chat/completions"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      assertThat(other.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** One client, so that the run is longer than a step of its progress. */
  private static BenchRun bench(VllmEmulator emulator) {
    Workload workload = workload(Workload.Load.closed(null, (long) REQUESTS));
    return new BenchRun(emulator.baseUri().toString(), workload, 1, "test");
  }

  private static Workload workload(Workload.Load load) {
    return new Workload(
        null,
        null,
        null,
        null,
        null,
        load,
        null,
        new Workload.Output(TOKENS, null, true, null),
        null,
        null,
        null,
        null);
  }

  private static EmulatorOptions quick() {
    return EmulatorOptions.builder()
        .port(0)
        .firstToken(Duration.ofMillis(20))
        .betweenTokens(Duration.ofMillis(2))
        .build();
  }
}
