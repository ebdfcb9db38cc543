package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.emulator.RequestTruth;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every shape of load through a group of two agents: the server gets the very requests that it gets
 * of one agent, and the result counts them as the server does.
 */
@ExtendWith(SharedService.class)
class LoadShapesIT {
  private static final long INDICES_PER_STAGE = 1_000_000_000_000L;

  private static final String SHORT_ANSWERS = "\"output\":{\"max_tokens\":4}";

  private final ServiceUnderTest service;

  LoadShapesIT(ServiceUnderTest service) {
    this.service = service;
  }

  @BeforeEach
  void countFromZero() {
    Truth.beginAnew(service.emulator());
  }

  /**
   * @param counts requests of each stage, or {@code any} where the seed alone knows them
   * @param load member of the workload, JSON with single quotes
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          closed   | 41    | {'requests':41}
          constant | 61    | {'kind':'constant','rate':60,'requests':61}
          seconds  | 90    | {'kind':'constant','rate':60,'duration_seconds':1.5}
          poisson  | any   | {'kind':'poisson','rate':60,'duration_seconds':1.5,'warmup_seconds':0.5}
          gamma    | any   | {'kind':'gamma','rate':60,'burstiness':0.5,'duration_seconds':1.5}
          ramp     | any   | {'kind':'constant','rate':20,'duration_seconds':2,'ramp':{'to':80}}
          burst    | 28    | {'kind':'burst','burst':{'size':7,'every_seconds':0.5},'duration_seconds':2}
          stages   | 20;30;15 | {'stages':[{'kind':'constant','rate':20,'duration_seconds':1},{'kind':'constant','rate':60,'duration_seconds':0.5},{'kind':'closed','requests':15}]}
          """)
  void sendsWhatOneAgentSends(String name, String counts, String load) {
    Pair pair = run("{\"load\":%s,%s}".formatted(load.replace('\'', '"'), SHORT_ANSWERS));

    pair.agree();
    if (!counts.equals("any")) {
      assertThat(pair.two().byStage().values())
          .containsExactlyElementsOf(Stream.of(counts.split(";")).map(Long::valueOf).toList());
    }
  }

  @Test
  void replaysATrace(@TempDir Path folder) throws IOException {
    Path trace = folder.resolve("trace.jsonl");
    Files.write(
        trace,
        IntStream.range(0, 24)
            .mapToObj(
                i ->
                    "{\"timestamp\":%d,\"input_length\":%d,\"output_length\":%d}"
                        .formatted(i * 50, 30 + i, 2 + i % 5))
            .toList());
    Pair pair =
        run(
            "{\"load\":{\"kind\":\"trace\"},\"api\":\"completions\",\"prompts\":{\"path\":\"%s\",\"source\":\"trace\",\"format\":\"mooncake\"}}"
                .formatted(trace));

    pair.agree();
    assertThat(pair.two().lengths().values())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 24).mapToObj(i -> new Lengths(30 + i, 2 + i % 5)).toList());
  }

  @Test
  void leadsConversations() {
    Pair pair =
        run(
            "{\"load\":{\"kind\":\"constant\",\"rate\":10,\"requests\":9},"
                .concat("\"prompts\":{\"input_tokens\":{\"value\":40},\"conversations\":")
                .concat("{\"turns\":{\"value\":3},\"think_seconds\":{\"value\":0.05}}},")
                .concat(SHORT_ANSWERS + "}"));

    pair.agree();
    assertThat(pair.two().byStage()).containsEntry(0, 27L);
    assertThat(pair.two().lengths()).containsKeys("0", "0.1", "0.2", "8.2");
  }

  @Test
  void sharesPrefixesAndKeepsLengths() {
    Pair pair =
        run(
            "{\"load\":{\"kind\":\"constant\",\"rate\":40,\"requests\":50},\"api\":\"completions\","
                .concat(
                    "\"prompts\":{\"input_tokens\":{\"kind\":\"uniform\",\"min\":5,\"max\":90},")
                .concat("\"shared_prefix\":{\"tokens\":64,\"groups\":3}},")
                .concat("\"output\":{\"tokens\":{\"kind\":\"uniform\",\"min\":2,\"max\":7}}}"));

    pair.agree();
    assertThat(pair.two().lengths().values())
        .allSatisfy(
            lengths -> {
              assertThat(lengths.prompt()).isBetween(69, 154);
              assertThat(lengths.answer()).isBetween(2, 7);
            });
  }

  @Test
  void holdsEachClassToItsSlo() {
    Pair pair =
        run(
            "{\"load\":{\"kind\":\"constant\",\"rate\":40,\"requests\":60},\"classes\":["
                .concat("{\"name\":\"short\",\"weight\":2,\"output\":{\"max_tokens\":2},")
                .concat("\"slo\":{\"e2e_ms\":20000}},")
                .concat("{\"name\":\"long\",\"weight\":1,\"output\":{\"max_tokens\":9},")
                .concat("\"slo\":{\"e2e_ms\":1}}]}"));

    pair.agree();
    List<JsonObject> classes = parts(pair.two().result(), "classes");
    assertThat(classes).extracting(LoadShapesIT::attainment).containsExactly(1.0, 0.0);
    assertThat(classes.getFirst().getJsonObject("requests").getInt("intended"))
        .isEqualTo(
            Math.toIntExact(
                pair.two().lengths().values().stream().filter(l -> l.answer() == 2).count()));
  }

  private static double attainment(JsonObject part) {
    return part.getJsonObject("goodput").getJsonNumber("attainment").doubleValue();
  }

  /** Both at once: their requests are told apart by the run that begins their ids. */
  private Pair run(String workload) {
    try (BenchmarkGroup two = BenchmarkGroup.create(service, 4, 2, workload);
        BenchmarkGroup one = BenchmarkGroup.create(service, 4, 1, workload)) {
      String ofTwo = two.awaitReady().startRun();
      String ofOne = one.awaitReady().startRun();
      two.awaitCompleted();
      one.awaitCompleted();
      List<RequestTruth> truths = Truth.of(service.emulator()).requests();
      return new Pair(
          Sent.of(ofTwo, two.result(ofTwo), truths), Sent.of(ofOne, one.result(ofOne), truths));
    }
  }

  private static List<JsonObject> parts(JsonObject result, String member) {
    return result.isNull(member)
        ? List.of()
        : result.getJsonArray(member).getValuesAs(JsonObject.class);
  }

  private record Lengths(int prompt, int answer) {}

  /**
   * What the server got of one run.
   *
   * @param lengths by the index, and the turn, that ends the request's id
   */
  private record Sent(JsonObject result, Map<String, Lengths> lengths, List<Integer> ranks) {
    static Sent of(String run, JsonObject result, List<RequestTruth> truths) {
      List<RequestTruth> own =
          truths.stream().filter(truth -> truth.requestId().startsWith(run + "-")).toList();
      return new Sent(
          result,
          own.stream()
              .collect(
                  Collectors.toMap(
                      truth -> part(truth, 2),
                      truth -> new Lengths(truth.promptTokens(), truth.tokens()))),
          own.stream().map(truth -> Integer.valueOf(part(truth, 1))).distinct().sorted().toList());
    }

    private static String part(RequestTruth truth, int which) {
      return truth.requestId().split("-")[which];
    }

    /** The warm-up, which has the indices of no stage, left out. */
    Map<Integer, Long> byStage() {
      return lengths.keySet().stream()
          .map(index -> Long.parseLong(index.split("[.]")[0]) / INDICES_PER_STAGE)
          .filter(stage -> stage < 1_000)
          .collect(Collectors.groupingBy(Math::toIntExact, TreeMap::new, Collectors.counting()));
    }

    void isCountedAsReceived() {
      long received = byStage().values().stream().mapToLong(Long::longValue).sum();
      JsonObject requests = result.getJsonObject("requests");
      assertThat(requests.getInt("intended")).isEqualTo(Math.toIntExact(received));
      assertThat(requests.getInt("succeeded")).isEqualTo(Math.toIntExact(received));
      for (JsonObject stage : parts(result, "stages")) {
        assertThat(stage.getJsonObject("requests").getInt("succeeded"))
            .isEqualTo(byStage().get(stage.getInt("index")).intValue());
      }
    }
  }

  private record Pair(Sent two, Sent one) {
    void agree() {
      two.isCountedAsReceived();
      one.isCountedAsReceived();
      assertThat(two.lengths()).isNotEmpty().isEqualTo(one.lengths());
      assertThat(two.ranks()).containsExactly(0, 1);
      assertThat(one.ranks()).containsExactly(0);
      assertThat(counts("stages", two)).isEqualTo(counts("stages", one));
      assertThat(counts("classes", two)).isEqualTo(counts("classes", one));
    }

    private static List<JsonObject> counts(String member, Sent sent) {
      return parts(sent.result(), member).stream()
          .map(part -> part.getJsonObject("requests"))
          .toList();
    }
  }
}
