package eu.aifactory.clients.protocol.result;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.Machine;
import eu.aifactory.clients.protocol.WireJson;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.WorkloadClass;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.ServerSample;
import eu.aifactory.clients.protocol.figures.Slice;
import eu.aifactory.clients.protocol.figures.Span;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The document on the wire, to the byte: programs of others read it. */
class ResultWireTest {
  private static final long MILLI = 1_000_000;
  private static final long START_MICROS = 1_700_000_000_000_000L;

  private final Jsonb json = JsonbBuilder.create(WireJson.config().withFormatting(true));

  @Test
  void everyMemberStandsWhereItDid() throws IOException {
    assertThat(written(wholeResult()) + "\n").isEqualTo(document("whole-result.json"));
  }

  @Test
  void isReadAsItWasWritten() {
    Result result = wholeResult();

    assertThat(json.fromJson(json.toJson(result), Result.class)).isEqualTo(result);
  }

  /** The compressed bytes depend on the machine's zlib; what they hold has a test of its own. */
  private String written(Result result) {
    return json.toJson(result)
        .strip()
        .replaceAll("(?s)\"histograms\": \\{[^}]*}", "\"histograms\": {}");
  }

  private static String document(String name) throws IOException {
    try (InputStream file = ResultWireTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Result wholeResult() {
    RunFigures stages = new RunFigures();
    stages.at(0, 0).addAgent(figures(10));
    stages.at(0, 1).addAgent(figures(20));
    stages.at(1, 0).addAgent(figures(30));
    return ResultAssembly.assemble(
        7L,
        "run",
        Instant.ofEpochSecond(1_700_000_000L),
        4,
        workload(),
        new Result.Provenance(
            "software",
            new Result.Server("http://a:1", "vllm", "service", "0.32.0", "model", 4096L),
            new Result.Slurm("26.05", 5L, List.of("n1", "n2")),
            "25",
            "host"),
        List.of(
            new AgentFigures(
                "agent",
                "http://n1:9000",
                "n1",
                0.5,
                stages.whole().toParts(),
                new AgentHealth(1.0, 2.0, 0.25, 3.0, 4.0, null),
                "COMPLETED",
                null,
                looks(),
                new Machine("Linux 6.1", "EPYC", 2, 4096L, "25"),
                0.25)),
        new RunStages(workload().load().stages(), stages),
        steady());
  }

  private static SteadyPart steady() {
    Span span = new Span(START_MICROS + 1_000_000, START_MICROS + 6_000_000);
    SteadyPart part = new SteadyPart(SteadyWindow.of(List.of(new Slice(span, 20))));
    part.addAgent(figures(15), 5);
    return part;
  }

  private static Workload workload() {
    return new Workload(
        null,
        null,
        null,
        null,
        null,
        Workload.Load.of(Workload.Load.STAGES)
            .stages(
                List.of(
                    Workload.Load.of(Workload.Load.POISSON).rate(5.0).duration(5.0).build(),
                    Workload.Load.closed(5.0, null)))
            .build(),
        null,
        null,
        new Workload.Slo(200.0, null, null, null),
        null,
        null,
        null,
        List.of(
            new WorkloadClass("short", 1.0, null, null, null, null),
            new WorkloadClass("long", 2.0, null, null, null, null)));
  }

  private static Figures figures(int requests) {
    Figures figures = new Figures();
    figures.count(Counter.INTENDED, requests);
    figures.count(Counter.SENT, requests);
    figures.count(Counter.SUCCEEDED, requests - 1);
    figures.count(Counter.FAILED, 1);
    figures.countError("http_503");
    figures.count(Counter.GOOD, requests / 2);
    figures.count(Counter.PROMPT_TOKENS, requests * 8L);
    figures.count(Counter.COMPLETION_TOKENS, requests * 16L);
    for (Figure figure : Figure.values()) {
      // Of a chunk gap there is none without the gap itself.
      for (int i = 1; i < requests && figure != Figure.SPLIT_GAP; i++) {
        figures.record(figure, (figure.ordinal() + i) * MILLI);
      }
    }
    figures.sentAt(START_MICROS);
    figures.endedAt(START_MICROS + 10_000_000);
    figures.inFlight(2, 10_000 * MILLI);
    return figures;
  }

  private static List<ServerSample> looks() {
    return List.of(look(-1, 0), look(11, 60 * 16L));
  }

  private static ServerSample look(long seconds, double tokens) {
    long at = START_MICROS + seconds * 1_000_000;
    return new ServerSample(
        at,
        at,
        Map.of(
            "generation_tokens_total",
            tokens,
            "cache_config.block_size",
            16.0,
            "cache_config.enable_prefix_caching",
            1.0),
        null);
  }
}
