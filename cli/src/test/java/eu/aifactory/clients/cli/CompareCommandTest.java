package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.compare.Comparison;
import eu.aifactory.clients.protocol.compare.Outcome;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.result.AgentFigures;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.protocol.result.ResultAssembly;
import eu.aifactory.clients.protocol.result.RunStages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  private static final String RUN = "01M85F8YY6HK8QXQNHGEK9QAS9";

  @TempDir Path folder;
  private final FakeService service = new FakeService();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void passesWhereNothingBecameWorse() throws IOException {
    Captured run = aif("compare", file("a.json", 1.0), file("b.json", 1.01));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .startsWith("verdict     PASS")
        .contains("Load, server and measurement are the same.", "ttft_ms.p50", "1 % is assumed");
  }

  @Test
  void aRegressionHasAnExitCodeOfItsOwn() throws IOException {
    Captured run = aif("compare", "--base", file("a.json", 1.0), "--with", file("b.json", 1.2));

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.out()).startsWith("verdict     REGRESSED").contains("+20.0%");
  }

  @Test
  void whatCannotBeToldHasOneToo() throws IOException {
    Captured run = aif("compare", file("a.json", 1.0), file("b.json", 1.05));

    assertThat(run.exitCode()).isEqualTo(5);
  }

  @Test
  void repeatsAreNamedWithCommas() throws IOException {
    String base = file("a.json", 1.0) + "," + file("b.json", 1.02);
    String with = file("c.json", 1.01) + "," + file("d.json", 1.0);

    Captured run = aif("compare", base, with, "--json", "--tolerance", "50%");

    assertThat(run.exitCode()).as(run.err()).isZero();
    Comparison comparison = Wire.JSONB.fromJson(run.out(), Comparison.class);
    assertThat(comparison.verdict()).isEqualTo(Outcome.PASS);
    assertThat(comparison.base()).hasSize(2);
    assertThat(comparison.method().runSpreadFrom()).isEqualTo("runs");
  }

  @Test
  void asksTheServiceForWhatIsNoFile() throws IOException {
    service
        .answer("GET /baselines/march/result", 200, document(1.0))
        .answer("GET /runs/" + RUN + "/result", 200, document(1.0))
        .answer("GET /client-group/7/result", 200, document(1.2));

    assertThat(aif("compare", "march", RUN).exitCode()).isZero();
    assertThat(aif("compare", "march", "7").exitCode()).isEqualTo(4);
  }

  @Test
  void saysWhatIsNotThere() throws IOException {
    service.answer("GET /baselines/march/result", 404, "{\"detail\":\"there is no baseline\"}");

    assertThat(aif("compare", "march", "march").errLines())
        .containsExactly("aif: the client service refused: there is no baseline.");
    Captured noFile = aif("compare", file("a.json", 1), "none.json");
    assertThat(noFile.exitCode()).isEqualTo(2);
    assertThat(noFile.errLines()).containsExactly("aif: none.json cannot be read: is it there?");
    Captured noName = aif("compare", file("a.json", 1), "7up");
    assertThat(noName.exitCode()).isEqualTo(2);
    assertThat(noName.err()).contains("there is no file 7up", "no group, run or baseline");
    assertThat(aif("compare", "march").err()).contains("two sides are compared");
  }

  @Test
  void refusesOtherLoadsUnlessForced() throws IOException {
    String aiperf = foreign("aiperf-0.13.0.json");
    String guidellm = foreign("guidellm-0.8.1.json");

    Captured refused = aif("compare", guidellm, aiperf);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("tool is guidellm in base and aiperf in with", "--force");

    Captured forced = aif("compare", guidellm, aiperf, "--force");
    assertThat(forced.exitCode()).isIn(4, 5);
    assertThat(forced.out())
        .containsPattern("load +tool +guidellm +aiperf")
        .contains("guidellm 0.8.1", "aiperf 0.13.0", "tpot_ms.p50: with did not measure it");
  }

  @Test
  void namesTheFileAndMemberAtFault() throws IOException {
    Path bad = folder.resolve("bad.json");
    Files.writeString(bad, "{\"verdict\":\"GOOD\",\"requests\":{}}");
    Captured run = aif("compare", bad.toString(), bad.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines())
        .containsExactly("aif: " + bad + ": verdict must be that of a result, not \"GOOD\".");

    Files.writeString(bad, "{\"a\":1}");
    assertThat(aif("compare", bad.toString(), bad.toString()).errLines())
        .containsExactly(
            "aif: " + bad + " is no result of aif, vllm bench serve, guidellm or aiperf.");
    Files.writeString(bad, "[1,");
    assertThat(aif("import", bad.toString()).errLines())
        .containsExactly("aif: " + bad + " is not a JSON object.");
    assertThat(aif("compare", "a", "b", "--tolerance", "lots").errLines())
        .containsExactly("aif: tolerance must be from 0% to 100%, such as 5%, not \"lots\".");
  }

  @Test
  void importsAResultOfAnotherTool() throws IOException {
    Path out = folder.resolve("out.json");

    Captured run = aif("import", foreign("guidellm-0.8.1.json"), "--out", out.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("DEGRADED", "not verified", "imported    from guidellm");
    Result result = ResultJson.read(Files.readString(out));
    assertThat(result.ttftMs().count()).isEqualTo(32);
    assertThat(aif("import", foreign("guidellm-0.8.1.json")).out())
        .isEqualTo(Files.readString(out));
    assertThat(aif("compare", out.toString(), foreign("guidellm-0.8.1.json")).exitCode())
        .as("the imported document and the file are one result")
        .isIn(0, 5);
  }

  @Test
  void keepsBaselines() {
    String baseline =
        "{\"name\":\"march\",\"run_id\":\"%s\",\"benchmark_id\":7,\"set_at\":1.5}".formatted(RUN);
    service
        .answer("PUT /baselines/march", 201, baseline)
        .answer("GET /baselines", 200, "{\"baselines\":[" + baseline + "]}")
        .answer("DELETE /baselines/march", 200, "");

    assertThat(aif("baseline", "set", "march", RUN).out()).contains("Baseline march is run " + RUN);
    assertThat(aif("baseline", "list").out()).contains("march", RUN, "7");
    assertThat(aif("baseline", "delete", "march").exitCode()).isZero();
    assertThat(service.calls()).contains("PUT /baselines/march {\"run_id\":\"" + RUN + "\"}");
    Captured wrong = aif("baseline", "set", "../x", RUN);
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("\"../x\"");
  }

  private Captured aif(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--service";
    all[arguments.length + 1] = service.url();
    boolean local = arguments[0].equals("import");
    return Captured.aif(folder, local ? arguments : all);
  }

  private String foreign(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = CompareCommandTest.class.getResourceAsStream(name)) {
      Files.write(file, in.readAllBytes());
    }
    return file.toString();
  }

  private String file(String name, double factor) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, document(factor));
    return file.toString();
  }

  /** Of a server whose latencies lie evenly within a tenth of 100 and 500 ms, times a factor. */
  private static String document(double factor) {
    Figures figures = new Figures();
    int requests = 2000;
    for (int i = 0; i < requests; i++) {
      double at = factor * (0.95 + 0.1 * i / requests) * 1e6;
      figures.record(Figure.TTFT, Math.round(100 * at));
      figures.record(Figure.E2E, Math.round(500 * at));
    }
    figures.count(Counter.INTENDED, requests);
    figures.count(Counter.SENT, requests);
    figures.count(Counter.SUCCEEDED, requests);
    figures.count(Counter.COMPLETION_TOKENS, 20L * requests);
    figures.sentAt(0);
    figures.endedAt(Math.round(100e6 * factor));
    return Wire.JSONB.toJson(
        ResultAssembly.assemble(
            7L,
            RUN,
            Instant.EPOCH,
            8,
            Workload.standard(),
            null,
            List.of(new AgentFigures("a", null, null, 0.0, figures, null, "COMPLETED", null)),
            new RunStages(List.of(), new RunFigures())));
  }
}
