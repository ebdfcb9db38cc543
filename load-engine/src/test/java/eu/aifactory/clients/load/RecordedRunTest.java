package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.emulator.ChunkKind;
import eu.aifactory.clients.emulator.EmulatorOptions;
import eu.aifactory.clients.emulator.EmulatorOptionsBuilder;
import eu.aifactory.clients.emulator.Fault;
import eu.aifactory.clients.emulator.FaultKind;
import eu.aifactory.clients.emulator.RequestTruth;
import eu.aifactory.clients.emulator.VllmEmulator;
import eu.aifactory.clients.load.client.AiClients;
import eu.aifactory.clients.load.records.RunRecords;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.records.RecordBlock;
import eu.aifactory.clients.protocol.records.RecordBlockStream;
import eu.aifactory.clients.protocol.records.RecordReader;
import eu.aifactory.clients.protocol.records.RequestRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the records of a run tell is what its figures tell, to the nanosecond. */
@Timeout(120)
class RecordedRunTest {
  private static final int REQUESTS = 60;
  private static final int TOKENS = 12;

  /** Counters that follow from requests one by one. */
  private static final Set<Counter> OF_REQUESTS =
      EnumSet.of(
          Counter.INTENDED,
          Counter.SENT,
          Counter.SUCCEEDED,
          Counter.FAILED,
          Counter.PROMPT_TOKENS,
          Counter.COMPLETION_TOKENS,
          Counter.LOST_TOKENS,
          Counter.TOKEN_CHUNKS,
          Counter.WITHOUT_USAGE,
          Counter.TOKEN_MISMATCHES);

  @TempDir private Path folder;
  private final LoadEngine engine = new LoadEngine(2);
  private Figures figures;
  private List<RequestRecord> records;

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  @Test
  void agreesWithTheFiguresAndTheServer() throws Exception {
    try (VllmEmulator emulator = start(paced())) {
      run(emulator, "auto");

      assertThat(records).hasSize(REQUESTS);
      agreesWithTheFigures();
      Map<String, RequestTruth> truths =
          emulator.truth().records().stream()
              .collect(Collectors.toMap(RequestTruth::requestId, Function.identity()));
      for (RequestRecord record : records) {
        RequestTruth truth = truths.get(record.requestId());
        assertThat(truth).as(record.requestId()).isNotNull();
        assertThat(record.tokens()).isEqualTo(truth.tokens());
        assertThat(record.promptTokens()).isEqualTo(truth.promptTokens());
        assertThat(record.chunkNanos())
            .hasSize((int) truth.chunks().stream().filter(RecordedRunTest::isToken).count());
      }
    }
  }

  private static boolean isToken(RequestTruth.Chunk chunk) {
    return chunk.kind() == ChunkKind.TOKEN;
  }

  @Test
  void agreesWhereRequestsFail() throws Exception {
    Fault truncated = new Fault(FaultKind.TRUNCATE, 1, 3, List.of(), 5, 503, 0, 0, 3, 1);
    Fault refused = new Fault(FaultKind.STATUS, 1, 4, List.of(), 5, 503, 0, 0, 3, 1);
    try (VllmEmulator emulator = start(paced().faults(List.of(truncated, refused)))) {
      run(emulator, "auto");

      assertThat(figures.errors()).containsOnlyKeys("truncated", "http_503");
      agreesWithTheFigures();
    }
  }

  @Test
  void agreesWhereAChunkHasSeveralTokensAndTheServerTellsItsTimes() throws Exception {
    EmulatorOptions.Wire metrics = new EmulatorOptions.Wire(true, false, false, false, false);
    try (VllmEmulator emulator = start(paced().wire(metrics).streamInterval(4))) {
      run(emulator, "auto");

      assertThat(figures.histogram(Figure.SERVER_QUEUE).getTotalCount()).isEqualTo(REQUESTS);
      agreesWithTheFigures();
    }
  }

  @Test
  void agreesWhereAnswersAreNotStreamed() throws Exception {
    try (VllmEmulator emulator = start(paced().serviceStart(Duration.ofMillis(1)))) {
      run(emulator, "ai-server");

      assertThat(records).hasSize(REQUESTS).noneMatch(RequestRecord::streamed);
      agreesWithTheFigures();
    }
  }

  /** What belongs to no stage was sent before the first, and is no part of the figures. */
  @Test
  void agreesWhereRequestsComeByAScheduleInStagesAfterAWarmUp() throws Exception {
    Workload.Load slow = Workload.Load.of(Workload.Load.CONSTANT).rate(50.0).duration(0.3).build();
    Workload.Load fast = Workload.Load.of(Workload.Load.POISSON).rate(200.0).duration(0.3).build();
    Workload.Load load = Workload.Load.staged(List.of(slow, fast)).toBuilder().warmup(0.3).build();
    try (VllmEmulator emulator = start(paced())) {
      run(emulator, "auto", load);

      assertThat(records)
          .extracting(RequestRecord::stage)
          .contains(null, 0, 1)
          .doesNotContain(-1, 2);
      agreesWithTheFigures();
    }
  }

  /**
   * Our own figures. Those of other tools count chunks without tokens too, which no record keeps.
   */
  private void agreesWithTheFigures() {
    Figures rebuilt = rebuilt();
    for (Figure figure : EnumSet.range(Figure.TTFT, Figure.NETWORK)) {
      assertThat(rebuilt.histogram(figure)).as(figure.name()).isEqualTo(figures.histogram(figure));
    }
    for (Counter counter : OF_REQUESTS) {
      assertThat(rebuilt.counted(counter)).as(counter.name()).isEqualTo(figures.counted(counter));
    }
    assertThat(rebuilt.errors()).isEqualTo(figures.errors());
    assertThat(figures.counted(Counter.RECORDS_KEPT)).isEqualTo(records.size());
    assertThat(figures.histogram(Figure.E2E).getTotalCount()).as("not in vain").isPositive();
  }

  /** The formulae of docs/metrics.md once more, from records alone. */
  private Figures rebuilt() {
    Figures sum = new Figures();
    for (RequestRecord record : counted()) {
      sum.count(Counter.INTENDED, 1);
      if (record.sentNanos() != null) {
        sum.count(Counter.SENT, 1);
        sum.record(Figure.SEND_LAG, record.sentNanos() - record.dueNanos());
      }
      if (record.error() == null) {
        add(record, sum);
      } else {
        sum.count(Counter.FAILED, 1);
        sum.countError(record.error());
        sum.count(Counter.LOST_TOKENS, record.chunkTokens());
      }
    }
    return sum;
  }

  private List<RequestRecord> counted() {
    return records.stream().filter(record -> record.stage() != null).toList();
  }

  private static void add(RequestRecord record, Figures sum) {
    long sent = record.sentNanos();
    sum.count(Counter.SUCCEEDED, 1);
    sum.count(Counter.COMPLETION_TOKENS, record.tokens());
    sum.count(Counter.PROMPT_TOKENS, record.promptTokens() == null ? 0 : record.promptTokens());
    sum.count(Counter.TOKEN_CHUNKS, record.tokenChunks());
    sum.count(Counter.WITHOUT_USAGE, record.completionTokens() == null ? 1 : 0);
    sum.count(Counter.TOKEN_MISMATCHES, record.tokenMismatch() ? 1 : 0);
    sum.record(Figure.HEADERS, record.headersNanos() - sent);
    Long last = record.streamed() ? record.lastTokenNanos() : record.lastByteNanos();
    sum.record(Figure.E2E, last - sent);
    sum.record(Figure.E2E_SCHEDULED, last - record.dueNanos());
    if (!record.streamed()) {
      return;
    }
    long first = record.firstTokenNanos();
    sum.record(Figure.FIRST_EVENT, record.firstEventNanos() - sent);
    sum.record(Figure.TTFT, first - sent);
    sum.record(Figure.TTFT_SCHEDULED, first - record.dueNanos());
    if (record.tokens() > 1) {
      sum.record(Figure.TPOT, Math.round((last - first) / (double) (record.tokens() - 1)));
    }
    if (record.serverQueueNanos() != null) {
      long server = record.serverQueueNanos() + record.serverPrefillNanos();
      sum.record(Figure.SERVER_QUEUE, record.serverQueueNanos());
      sum.record(Figure.SERVER_PREFILL, record.serverPrefillNanos());
      sum.record(Figure.NETWORK, first - sent - server);
    }
    long[] chunks = record.chunkNanos();
    LongStream.range(1, chunks.length)
        .map(i -> chunks[(int) i] - chunks[(int) i - 1])
        .forEach(
            gap -> {
              sum.record(Figure.CHUNK_GAP, gap);
              sum.record(Figure.ITL, gap, record.tokenExact() ? 1 : 0);
            });
    sum.record(Figure.ITL, 0, record.tokenExact() ? record.chunkTokens() - chunks.length : 0);
  }

  private static EmulatorOptionsBuilder paced() {
    return EmulatorOptions.builder()
        .port(0)
        .firstToken(Duration.ofMillis(5))
        .betweenTokens(Duration.ofMillis(1))
        .truthCapacity(1000);
  }

  private static VllmEmulator start(EmulatorOptionsBuilder options) {
    return VllmEmulator.start(options.build());
  }

  private void run(VllmEmulator emulator, String server) throws Exception {
    run(emulator, server, Workload.Load.closed(null, (long) REQUESTS));
  }

  private void run(VllmEmulator emulator, String server, Workload.Load load) throws Exception {
    Workload.Records wanted = new Workload.Records(true, true, null);
    Workload workload =
        new Workload(
            null,
            null,
            server,
            null,
            null,
            load,
            null,
            new Workload.Output(TOKENS, null, true, null),
            null,
            null,
            null,
            wanted);
    AiService service =
        AiClients.named("vllm")
            .orElseThrow()
            .setUpBenchmark(emulator.baseUri().toString(), workload);
    LoadPlan plan = new LoadPlan(workload, service, 0, 1, 6, "t-");
    Path file = folder.resolve("records");
    RunRecords kept = RunRecords.in(file, workload, "agent", "t-");
    try (LoadRun run = engine.prepare(plan, kept)) {
      run.startAt(Instant.now(), Duration.ZERO);
      run.outcome().toCompletableFuture().get(60, TimeUnit.SECONDS);
      RunFigures taken = run.takeFigures();
      kept.close();
      kept.end().countInto(taken);
      figures = taken.whole();
    } finally {
      kept.close();
    }
    records = read(file);
  }

  private static List<RequestRecord> read(Path file) throws IOException {
    List<RequestRecord> all = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      RecordBlockStream blocks = new RecordBlockStream(in);
      for (Optional<RecordBlock> block = blocks.next(); block.isPresent(); block = blocks.next()) {
        RecordReader reader = new RecordReader(block.get());
        while (reader.hasNext()) {
          all.add(reader.next());
        }
      }
      assertThat(blocks.tornBecause()).isEmpty();
    }
    return all;
  }
}
