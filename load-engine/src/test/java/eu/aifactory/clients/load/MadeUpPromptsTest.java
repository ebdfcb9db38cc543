package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.emulator.EmulatorOptions;
import eu.aifactory.clients.emulator.RequestTruth;
import eu.aifactory.clients.emulator.VllmEmulator;
import eu.aifactory.clients.load.random.Draw;
import eu.aifactory.clients.load.random.RequestRandom;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Distribution;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.WorkloadClass;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the emulator counts of made-up prompts is what was asked for. */
@Timeout(120)
class MadeUpPromptsTest {
  private static final int REQUESTS = 60;
  private static final Distribution INPUT = Distribution.normal(200, 60, 20.0, 500.0);
  private static final Distribution OUTPUT = Distribution.uniform(2, 9);

  private final LoadEngine engine = new LoadEngine(2);

  @TempDir private Path folder;

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  /** What was sent: request by request, tokens of prompt and answer. */
  private record Lengths(int prompt, int answer) {}

  @ParameterizedTest
  @ValueSource(strings = {"chat", "completions"})
  void haveTheirLengthsExactly(String api) throws Exception {
    try (VllmEmulator emulator = start()) {
      Figures figures = run(emulator, synthetic(api), 0, 1, 4);

      Map<Integer, Lengths> sent = sent(emulator);
      assertThat(figures.counted(Counter.SUCCEEDED)).isEqualTo(REQUESTS);
      assertThat(figures.counted(Counter.PROMPT_TOKENS))
          .isEqualTo(sent.values().stream().mapToLong(Lengths::prompt).sum());
      assertThat(sent).hasSize(REQUESTS);
      // Drawn again here, from the definition: seed 42, the index, the purpose.
      Draw input = Draw.of(INPUT, 1);
      Draw output = Draw.of(OUTPUT, 1);
      sent.forEach(
          (index, lengths) -> {
            assertThat(lengths.prompt())
                .isEqualTo(input.whole(state(index, RequestRandom.INPUT_TOKENS)));
            assertThat(lengths.answer())
                .isEqualTo(output.whole(state(index, RequestRandom.OUTPUT_TOKENS)));
          });
    }
  }

  private static long state(long index, int purpose) {
    return RequestRandom.at(RequestRandom.bits(42, index, purpose), 0);
  }

  @Test
  void areTheSameForAnyNumberOfAgents() throws Exception {
    Map<Integer, Lengths> ofOne;
    try (VllmEmulator emulator = start()) {
      run(emulator, synthetic("chat"), 0, 1, 4);
      ofOne = sent(emulator);
    }
    try (VllmEmulator emulator = start()) {
      for (int rank = 0; rank < 3; rank++) {
        run(emulator, synthetic("chat"), rank, 3, 2);
      }

      assertThat(sent(emulator)).isEqualTo(ofOne);
    }
  }

  @Test
  void haveTheLengthsOfATrace() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("t.jsonl"),
            """
            {"timestamp": 0, "input_length": 1100, "output_length": 5, "hash_ids": [0, 1, 2]}
            {"timestamp": 1, "input_length": 900, "output_length": 3, "hash_ids": [0, 1]}
            {"timestamp": 2, "input_length": 9, "output_length": 1}
            """);
    try (VllmEmulator emulator = start()) {
      Workload replay =
          prompts("chat", trace(file), null, null)
              .withLoad(Workload.Load.of(Workload.Load.TRACE).build());

      run(emulator, replay, 0, 1, 2);

      assertThat(sent(emulator))
          .isEqualTo(Map.of(0, new Lengths(1100, 5), 1, new Lengths(900, 3), 2, new Lengths(9, 1)));
    }
  }

  @Test
  void shareNothingButTheirPrefix() throws Exception {
    int prefix = 64;
    Workload.SharedPrefix shared = new Workload.SharedPrefix(prefix, 1);
    Workload.Prompts with = new Workload.Prompts(null, null, null, INPUT, shared, null, null, null);
    for (String api : List.of("chat", "completions")) {
      try (VllmEmulator emulator = start()) {
        run(emulator, prompts(api, synthetic(INPUT), null, 30L), 0, 1, 3);
        long alone = prefixCacheHits(emulator);
        run(emulator, prompts(api, with, null, 30L), 0, 1, 3);
        long shares = prefixCacheHits(emulator) - alone;

        // The eight tokens before a chat's prefix leave it in as many whole blocks: 72 / 16 is 4,
        // too.
        assertThat(alone).isZero();
        assertThat(shares).isEqualTo(29 * prefix);
      }
    }
  }

  @Test
  void shareTheBlocksOfATrace() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("t.jsonl"),
            """
            {"timestamp": 0, "input_length": 1100, "output_length": 5, "hash_ids": [0, 1, 2]}
            {"timestamp": 1, "input_length": 900, "output_length": 3, "hash_ids": [0, 1]}
            {"timestamp": 2, "input_length": 700, "output_length": 3, "hash_ids": [0, 9]}
            """);
    try (VllmEmulator emulator = start()) {
      run(emulator, prompts("completions", trace(file), null, 3L), 0, 1, 1);

      // All whole blocks of 16 of the second request, and the first 512 tokens of the third.
      assertThat(prefixCacheHits(emulator)).isEqualTo(896 + 512);
    }
  }

  private static long prefixCacheHits(VllmEmulator emulator) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(emulator.baseUri().resolve("/metrics")).build();
      return http.send(request, HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith("vllm:prefix_cache_hits_total{"))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    }
  }

  @Test
  void areRefusedWhereTheModelCannotTakeThem() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("t.csv"),
            "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.68,374,44\n"
                + "2023-11-16 18:15:47,8190,3\n");
    try (VllmEmulator emulator = start()) {
      assertThatThrownBy(
              () -> run(emulator, prompts("completions", trace(file), null, null), 0, 1, 2))
          .isInstanceOf(PreparationException.class)
          .hasMessage(
              file
                  + ", line 3 asks for a prompt of 8190 tokens and an answer of 3, and model"
                  + " emulated-model takes 8192 together");
      assertThatThrownBy(
              () ->
                  run(
                      emulator,
                      prompts("chat", synthetic(Distribution.fixed(9000)), null, null),
                      0,
                      1,
                      2))
          .hasMessage(
              "request 0 asks for a prompt of 9000 tokens and an answer of 128, and model"
                  + " emulated-model takes 8192 together");
      assertThat(emulator.truth().records()).isEmpty();
    }
  }

  @Test
  void mixClassesByTheirWeights() throws Exception {
    Workload.Output shortAnswers =
        new Workload.Output(null, null, null, null, Distribution.fixed(2));
    Workload whole =
        new Workload(
            null,
            null,
            null,
            "completions",
            null,
            Workload.Load.closed(null, 400L),
            synthetic(Distribution.fixed(30)),
            shortAnswers,
            null,
            null,
            null,
            null,
            List.of(
                new WorkloadClass("long", 3.0, null, null, null, null),
                new WorkloadClass(
                    "short", 1.0, synthetic(Distribution.fixed(10)), null, null, "chat")));
    try (VllmEmulator emulator = start()) {
      Figures figures = run(emulator, whole, 0, 1, 4);

      assertThat(figures.counted(Counter.SUCCEEDED)).isEqualTo(400);
      long chats =
          emulator.truth().records().stream().filter(r -> r.path().contains("chat")).count();
      // 100 of 400, standard deviation 8.7; the sequence is fixed.
      assertThat(chats).isBetween(75L, 125L);
      assertThat(emulator.truth().records())
          .allMatch(r -> r.promptTokens() == (r.path().contains("chat") ? 10 : 30));
    }
  }

  private static VllmEmulator start() {
    return VllmEmulator.start(
        EmulatorOptions.builder()
            .port(0)
            .firstToken(Duration.ofMillis(1))
            .betweenTokens(Duration.ZERO)
            .prefixCaching(true)
            .truthCapacity(10_000)
            .build());
  }

  private static Workload synthetic(String api) {
    return prompts(
        api,
        synthetic(INPUT),
        new Workload.Output(null, null, null, null, OUTPUT),
        (long) REQUESTS);
  }

  private static Workload.Prompts synthetic(Distribution lengths) {
    return new Workload.Prompts(null, null, null, lengths, null, null, null, null);
  }

  private static Workload.Prompts trace(Path file) {
    return new Workload.Prompts("trace", null, file.toString());
  }

  private static Workload prompts(
      String api, Workload.Prompts prompts, Workload.Output output, Long requests) {
    return new Workload(
        null,
        null,
        null,
        api,
        null,
        Workload.Load.closed(null, requests),
        prompts,
        output,
        null,
        null,
        null,
        null);
  }

  private static Map<Integer, Lengths> sent(VllmEmulator emulator) {
    Map<Integer, Lengths> lengths = new TreeMap<>();
    for (RequestTruth truth : emulator.truth().records()) {
      int index = Integer.parseInt(truth.requestId().substring("t-".length()));
      assertThat(lengths.put(index, new Lengths(truth.promptTokens(), truth.tokens()))).isNull();
    }
    return lengths;
  }

  private Figures run(VllmEmulator emulator, Workload workload, int rank, int agents, int clients)
      throws Exception {
    AiService service =
        new AiService(
            "vllm", emulator.baseUri().toString(), null, "emulated-model", "0.32.0", 8192L, false);
    LoadPlan plan = new LoadPlan(workload, service, rank, agents, clients, "t-");
    try (LoadRun run = engine.prepare(plan)) {
      run.startAt(Instant.now(), Duration.ZERO);
      run.outcome().toCompletableFuture().get(60, TimeUnit.SECONDS);
      return run.takeFigures().whole();
    }
  }
}
