package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.emulator.ChunkKind;
import eu.aifactory.clients.emulator.EmulatorOptions;
import eu.aifactory.clients.emulator.EmulatorOptionsBuilder;
import eu.aifactory.clients.emulator.Fault;
import eu.aifactory.clients.emulator.FaultKind;
import eu.aifactory.clients.emulator.RequestTruth;
import eu.aifactory.clients.emulator.VllmEmulator;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the emulator in this process, whose clock is ours. */
@Timeout(120)
class EmulatorRunTest {
  private static final int TOKENS = 12;

  private final LoadEngine engine = new LoadEngine(2);
  private final Queue<KeptRequest> ended = new ConcurrentLinkedQueue<>();

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "completions"})
  void measuresWhatTheServerReallySent(String api) throws Exception {
    try (VllmEmulator emulator = start(paced())) {
      run(emulator, workload(api, 24, null), 6);

      Map<String, RequestTruth> truths =
          emulator.truth().records().stream()
              .collect(Collectors.toMap(RequestTruth::requestId, Function.identity()));
      assertThat(ended).hasSize(24);
      for (KeptRequest request : ended) {
        assertAgrees(request, truths.get("t-" + request.index()));
      }
      // A machine that runs other builds beside this test is late now and then, not always.
      long[] delays =
          ended.stream()
              .flatMapToLong(request -> delays(request, truths.get("t-" + request.index())))
              .sorted()
              .toArray();
      assertThat(delays[delays.length / 2]).isLessThan(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static void assertAgrees(KeptRequest request, RequestTruth truth) {
    List<Long> sent = sentNanos(truth);
    assertThat(request.error()).isEmpty();
    assertThat(request.tokens()).isEqualTo(TOKENS);
    assertThat(request.chunkNanos()).hasSize(TOKENS).hasSameSizeAs(sent);
    assertThat(request.sentNanos()).isGreaterThanOrEqualTo(request.dueNanos());
    for (int i = 0; i < TOKENS; i++) {
      // Nothing is read before it is sent, nor after the request has ended.
      assertThat(request.chunkNanos()[i]).isBetween(sent.get(i), request.endNanos());
    }
  }

  private static LongStream delays(KeptRequest request, RequestTruth truth) {
    List<Long> sent = sentNanos(truth);
    return LongStream.range(0, TOKENS).map(i -> request.chunkNanos()[(int) i] - sent.get((int) i));
  }

  private static List<Long> sentNanos(RequestTruth truth) {
    return truth.chunks().stream()
        .filter(chunk -> chunk.kind() == ChunkKind.TOKEN)
        .map(RequestTruth.Chunk::sentNanos)
        .toList();
  }

  @Test
  void takesNoRoleChunkForAToken() throws Exception {
    try (VllmEmulator emulator = start(paced().roleChunk(EmulatorOptions.RoleChunk.AT_ADMISSION))) {
      Figures figures = run(emulator, workload("chat", 8, null), 2);

      assertThat(figures.counted(Counter.TOKEN_CHUNKS)).isEqualTo(8 * TOKENS);
      assertThat(figures.histogram(Figure.TTFT).getMinValue())
          .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(29));
      assertThat(figures.histogram(Figure.FIRST_EVENT).getMinValue())
          .isLessThan(figures.histogram(Figure.TTFT).getMinValue());
    }
  }

  @Test
  void countsTheTokensOfAChunk() throws Exception {
    try (VllmEmulator emulator = start(paced().streamInterval(4))) {
      Figures figures = run(emulator, workload("chat", 6, null), 2);

      assertThat(figures.counted(Counter.COMPLETION_TOKENS)).isEqualTo(6 * TOKENS);
      assertThat(figures.counted(Counter.TOKEN_CHUNKS)).isLessThan(6 * TOKENS);
      assertThat(figures.histogram(Figure.ITL).getTotalCount()).isEqualTo(6 * (TOKENS - 1));
      assertThat(figures.histogram(Figure.CHUNK_GAP).getTotalCount())
          .isEqualTo(figures.counted(Counter.TOKEN_CHUNKS) - 6);
      assertThat(figures.counted(Counter.TOKEN_MISMATCHES)).isZero();
    }
  }

  @Test
  void readsTheServersOwnTimes() throws Exception {
    EmulatorOptions.Wire metrics = new EmulatorOptions.Wire(true, false, false, false, false);
    try (VllmEmulator emulator = start(paced().wire(metrics).maxNumSeqs(1))) {
      Figures figures = run(emulator, workload("chat", 6, null), 3);

      assertThat(figures.histogram(Figure.SERVER_QUEUE).getTotalCount()).isEqualTo(6);
      assertThat(figures.histogram(Figure.NETWORK).getTotalCount()).isEqualTo(6);
      assertThat(figures.histogram(Figure.SERVER_PREFILL).getMinValue())
          .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(25));
      assertThat(figures.histogram(Figure.SERVER_QUEUE).getMaxValue())
          .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(25));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STATUS, http_503",
    "NONSENSE, malformed",
    "DROP, truncated",
    "STREAM_ERROR, stream_error",
    "TRUNCATE, truncated",
    "TRUNCATE_CLEAN, truncated",
    "RESET, truncated",
    "NO_DONE, truncated",
    "STALL, idle_timeout",
  })
  void namesWhatWentWrong(FaultKind kind, String error) throws Exception {
    try (VllmEmulator emulator = start(paced().faults(List.of(Fault.of(kind))))) {
      Figures figures = run(emulator, workload("chat", 2, new Workload.Limits(5.0, 0.5, 60.0)), 2);

      assertThat(figures.errors()).isEqualTo(Map.of(error, 2L));
      assertThat(figures.counted(Counter.FAILED)).isEqualTo(2);
      assertThat(figures.counted(Counter.SUCCEEDED)).isZero();
      assertThat(figures.histogram(Figure.TTFT).getTotalCount()).isZero();
      assertThat(figures.histogram(Figure.SEND_LAG).getTotalCount()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CRLF",
        "NO_SPACE",
        "COMMENTS",
        "SPLIT_UTF8",
        "SPLIT_EVENTS",
        "MERGE_EVENTS",
        "EMPTY_CONTENT"
      })
  void readsEveryFormOfAStream(FaultKind form) throws Exception {
    try (VllmEmulator emulator = start(paced().faults(List.of(Fault.of(form))))) {
      Figures figures = run(emulator, workload("chat", 4, null), 2);

      assertThat(figures.errors()).isEmpty();
      assertThat(figures.counted(Counter.COMPLETION_TOKENS)).isEqualTo(4 * TOKENS);
      assertThat(figures.histogram(Figure.ITL).getTotalCount()).isEqualTo(4 * (TOKENS - 1));
    }
  }

  @Test
  void countsTheTokensOfStreamsThatBroke() throws Exception {
    Fault fault = new Fault(FaultKind.TRUNCATE, 1, 2, List.of(), 5, 503, 0, 0, 3, 1);
    try (VllmEmulator emulator = start(paced().faults(List.of(fault)))) {
      Figures figures = run(emulator, workload("chat", 10, null), 1);

      assertThat(figures.errors()).isEqualTo(Map.of("truncated", 5L));
      assertThat(figures.counted(Counter.LOST_TOKENS)).isEqualTo(25);
      assertThat(figures.counted(Counter.COMPLETION_TOKENS)).isEqualTo(5 * TOKENS);
    }
  }

  @Test
  void judgesAgainstTheSlo() throws Exception {
    try (VllmEmulator emulator = start(paced())) {
      Figures kept = run(emulator, sloWorkload(new Workload.Slo(60_000.0, null, null, null)), 2);
      Figures missed = run(emulator, sloWorkload(new Workload.Slo(1.0, null, null, null)), 2);

      assertThat(kept.counted(Counter.GOOD)).isEqualTo(4);
      assertThat(missed.counted(Counter.GOOD)).isZero();
      assertThat(missed.counted(Counter.SUCCEEDED)).isEqualTo(4);
    }
  }

  private static EmulatorOptionsBuilder paced() {
    return EmulatorOptions.builder()
        .port(0)
        .firstToken(Duration.ofMillis(30))
        .betweenTokens(Duration.ofMillis(3))
        .truthCapacity(1000);
  }

  private static VllmEmulator start(EmulatorOptionsBuilder options) {
    return VllmEmulator.start(options.build());
  }

  private static Workload sloWorkload(Workload.Slo slo) {
    Workload base = workload("chat", 4, null);
    return new Workload(
        null, null, null, "chat", null, base.load(), null, base.output(), slo, null, null, null);
  }

  private static Workload workload(String api, long requests, Workload.Limits limits) {
    return new Workload(
        null,
        null,
        null,
        api,
        null,
        Workload.Load.closed(null, requests),
        null,
        new Workload.Output(TOKENS, null, true, null),
        null,
        limits,
        null,
        null);
  }

  private Figures run(VllmEmulator emulator, Workload workload, int clients) throws Exception {
    AiService service =
        new AiService(
            "vllm", emulator.baseUri().toString(), null, "emulated-model", "0.32.0", null, false);
    LoadPlan plan = new LoadPlan(workload, service, 0, 1, clients, "t-");
    try (LoadRun run = engine.prepare(plan, KeptRequest.into(ended))) {
      run.startAt(Instant.now(), Duration.ZERO);
      run.outcome().toCompletableFuture().get(60, TimeUnit.SECONDS);
      return run.takeFigures().whole();
    }
  }
}
