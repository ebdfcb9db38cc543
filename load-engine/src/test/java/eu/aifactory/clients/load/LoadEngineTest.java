package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadEngineTest {
  private final LoadEngine engine = new LoadEngine(2);

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  @Test
  void sendsExactlyTheRequestsAskedFor() throws Exception {
    try (ScriptedServer server = answering(ScriptedServer.stream(5))) {
      Figures figures = run(plan(server, requests(50), 4));

      assertThat(server.requests()).hasSize(50);
      assertThat(figures.counted(Counter.INTENDED)).isEqualTo(50);
      assertThat(figures.counted(Counter.SENT)).isEqualTo(50);
      assertThat(figures.counted(Counter.SUCCEEDED)).isEqualTo(50);
      assertThat(figures.counted(Counter.FAILED)).isZero();
      assertThat(figures.counted(Counter.COMPLETION_TOKENS)).isEqualTo(250);
      assertThat(figures.counted(Counter.PROMPT_TOKENS)).isEqualTo(350);
      assertThat(figures.counted(Counter.TOKEN_CHUNKS)).isEqualTo(250);
      assertThat(figures.counted(Counter.CONNECTIONS_OPENED)).isEqualTo(4);
      assertThat(figures.histogram(Figure.TTFT).getTotalCount()).isEqualTo(50);
      assertThat(figures.histogram(Figure.ITL).getTotalCount()).isEqualTo(200);
      assertThat(figures.inFlightPeak()).isEqualTo(4);
      assertThat(server.connections()).isEqualTo(4);
    }
  }

  static ScriptedServer answering(String text) throws IOException {
    return new ScriptedServer((request, out) -> ScriptedServer.write(out, text));
  }

  static Workload requests(long requests) {
    return Workload.standard().withLoad(new Workload.Load(null, null, requests));
  }

  static LoadPlan plan(ScriptedServer server, Workload workload, int clients) {
    return new LoadPlan(workload, service(server.url()), 0, 1, clients, "test-");
  }

  static AiService service(String url) {
    return new AiService("vllm", url, null, "m", "0.32.0", 2048L, false);
  }

  private Figures run(LoadPlan plan) throws Exception {
    try (LoadRun run = engine.prepare(plan)) {
      run.startAt(Instant.now(), Duration.ZERO);
      run.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
      return run.takeFigures();
    }
  }
}
