package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.result.AgentFigures;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.protocol.result.ResultAssembly;
import eu.aifactory.clients.protocol.result.RunStages;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * The same requests that other tools recorded, put through our formulae: what we name after a tool
 * has to be what the tool itself wrote into its own summary.
 */
class OtherToolsTest {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  /** What a histogram of 3 digits may differ, and half a unit of the last of its microseconds. */
  private static final Percentage OF_A_HISTOGRAM = Percentage.withPercentage(0.1);

  private final Figures figures = new Figures();

  /** Its summary is of all requests, and its file has each request's times. */
  @Test
  void guidellmsFiguresAreItsOwn() throws Exception {
    JsonObject benchmark =
        object("guidellm-0.8.1.json").getJsonArray("benchmarks").getJsonObject(0);
    for (JsonValue each : benchmark.getJsonObject("requests").getJsonArray("successful")) {
      JsonObject request = each.asJsonObject();
      JsonObject times = request.getJsonObject("info").getJsonObject("timings");
      long tokens =
          request.getJsonObject("output_metrics").getJsonNumber("text_tokens").longValue();
      long sent = nanos(times, "request_start");
      long first = nanos(times, "first_token_iteration");
      long last = nanos(times, "last_token_iteration");
      Answer answer = begun();
      for (int i = 0; i < tokens; i++) {
        long at = first + Math.round((last - first) * (i / (tokens - 1.0)));
        answer.content(at);
        answer.chunk(at, 1);
      }
      answer.arrived(nanos(times, "request_end"));
      add(answer, sent, 5, tokens);
    }

    Map<String, Double> ours = compat().guidellm();

    JsonObject theirs = benchmark.getJsonObject("metrics");
    for (String name :
        List.of(
            "time_to_first_token_ms",
            "time_to_first_output_token_ms",
            "time_per_output_token_ms",
            "inter_token_latency_ms",
            "request_latency")) {
      JsonObject summary = theirs.getJsonObject(name).getJsonObject("successful");
      assertThat(ours.get(name + ".mean"))
          .as(name)
          .isCloseTo(number(summary, "mean"), OF_A_HISTOGRAM);
      // Both take the nearest rank.
      assertThat(ours.get(name + ".median"))
          .as(name)
          .isCloseTo(number(summary, "median"), OF_A_HISTOGRAM);
      for (String percentile : List.of("p90", "p95", "p99")) {
        assertThat(ours.get(name + "." + percentile))
            .as(name + " " + percentile)
            .isCloseTo(number(summary.getJsonObject("percentiles"), percentile), OF_A_HISTOGRAM);
      }
    }
    for (String name :
        List.of(
            "requests_per_second",
            "prompt_tokens_per_second",
            "output_tokens_per_second",
            "tokens_per_second")) {
      assertThat(ours.get(name + ".mean"))
          .as(name)
          .isCloseTo(
              number(theirs.getJsonObject(name).getJsonObject("successful"), "mean"),
              OF_A_HISTOGRAM);
    }
  }

  /** Its records have each chunk's gap; it counts the text again, so 290 tokens, and not 100. */
  @Test
  void aiperfsFiguresAreItsOwn() throws Exception {
    for (JsonObject record : lines("aiperf-0.13.0.records.jsonl")) {
      JsonObject metrics = record.getJsonObject("metrics");
      JsonObject about = record.getJsonObject("metadata");
      long sent = about.getJsonNumber("request_start_ns").longValue();
      long at = sent + millis(metrics, "time_to_first_token");
      Answer answer = begun();
      answer.content(at);
      answer.chunk(at, 1);
      for (JsonValue gap : metrics.getJsonObject("inter_chunk_latency").getJsonArray("value")) {
        at += Math.round(((JsonNumber) gap).doubleValue() * NANOS_PER_MILLI);
        answer.chunk(at, 1);
      }
      answer.arrived(about.getJsonNumber("request_end_ns").longValue());
      long itsTokens = Math.round(value(metrics, "output_sequence_length"));
      add(answer, sent, 5, itsTokens);
    }

    Map<String, Double> ours = compat().aiperf();

    JsonObject theirs = object("aiperf-0.13.0.json");
    for (String name :
        List.of(
            "request_latency",
            "time_to_first_token",
            "time_to_first_output_token",
            "time_to_second_token",
            "inter_token_latency",
            "inter_chunk_latency")) {
      assertThat(ours.get(name + ".avg"))
          .as(name)
          .isCloseTo(number(theirs.getJsonObject(name), "avg"), OF_A_HISTOGRAM);
      // It interpolates between two ranks: of 32 requests, the median lies between two of them.
      assertThat(ours.get(name + ".p50"))
          .as(name)
          .isCloseTo(number(theirs.getJsonObject(name), "p50"), Percentage.withPercentage(1));
    }
    assertThat(ours.get("inter_chunk_latency.p99"))
        .isCloseTo(number(theirs.getJsonObject("inter_chunk_latency"), "p99"), OF_A_HISTOGRAM);
    assertThat(ours.get("request_count.avg")).isEqualTo(32);
    assertThat(ours).containsEntry("total_osl.avg", null);
  }

  /**
   * Its file has each request's latency, and of the rest summaries: what is between is the server's
   * schedule, a role at once, tokens from 100 ms each 20 ms, an empty finish.
   */
  @Test
  void vllmBenchServesFiguresAreItsOwn() throws Exception {
    JsonObject theirs = object("vllm-bench-serve-0.32.0.json");
    double roleMs = number(theirs, "mean_ttft_ms");
    JsonArray latencies = theirs.getJsonArray("latencies");
    JsonArray queued = theirs.getJsonArray("queue_times");
    for (int i = 0; i < latencies.size(); i++) {
      long sent = Math.round(queued.getJsonNumber(i).doubleValue() * NANOS_PER_SECOND);
      long latency = Math.round(latencies.getJsonNumber(i).doubleValue() * NANOS_PER_SECOND);
      Answer answer = begun();
      answer.chunkWithoutToken(sent + Math.round(roleMs * NANOS_PER_MILLI));
      for (int token = 0; token < 100; token++) {
        answer.chunk(sent + Math.round((101 + 20.0044 * token) * NANOS_PER_MILLI), 1);
      }
      answer.chunk(sent + latency, 0);
      answer.arrived(sent + latency);
      add(answer, sent, 5, 100);
    }

    Map<String, Double> ours = compat().vllmBenchServe();

    assertThat(ours.get("completed")).isEqualTo(number(theirs, "completed"));
    assertThat(ours.get("total_output_tokens")).isEqualTo(number(theirs, "total_output_tokens"));
    assertThat(ours.get("mean_ttft_ms")).isCloseTo(roleMs, OF_A_HISTOGRAM);
    for (String name :
        List.of(
            "mean_tpot_ms",
            "median_tpot_ms",
            "mean_itl_ms",
            "median_itl_ms",
            "mean_e2el_ms",
            "median_e2el_ms",
            "p90_e2el_ms",
            "p99_e2el_ms")) {
      assertThat(ours.get(name)).as(name).isCloseTo(number(theirs, name), OF_A_HISTOGRAM);
    }
    // The role's gap to the first token is one of its gaps, so its deviation is wide; the rest of
    // it is how late its own reads were, which its file does not tell.
    assertThat(ours.get("std_itl_ms"))
        .isCloseTo(number(theirs, "std_itl_ms"), Percentage.withPercentage(20));
    // It began some milliseconds before the first request was sent.
    assertThat(ours.get("duration")).isCloseTo(number(theirs, "duration"), Offset.offset(0.05));
    assertThat(ours.get("output_throughput"))
        .isCloseTo(number(theirs, "output_throughput"), Percentage.withPercentage(0.5));
  }

  /** There is no file of its: the same by hand. */
  @Test
  void inferencePerfsFiguresFollowItsFormulae() {
    Answer answer = begun();
    answer.chunk(ms(30), 1);
    answer.content(ms(50));
    answer.chunk(ms(50), 3);
    answer.arrived(ms(110));
    add(answer, ms(10), 7, 4);

    Map<String, Double> ours = compat().inferencePerf();

    assertThat(ours.get("time_to_first_token.mean")).isCloseTo(0.040, OF_A_HISTOGRAM);
    assertThat(ours.get("request_latency.mean")).isCloseTo(0.100, OF_A_HISTOGRAM);
    assertThat(ours.get("normalized_time_per_output_token.mean")).isCloseTo(0.025, OF_A_HISTOGRAM);
    assertThat(ours.get("time_per_output_token.mean")).isCloseTo(0.020 / 3, OF_A_HISTOGRAM);
    assertThat(ours.get("total_tokens_per_sec")).isCloseTo(110, OF_A_HISTOGRAM);
  }

  /** However chunks with and without tokens follow each other, each gap is there once. */
  @Test
  void eachGapBetweenChunksIsCountedOnce() {
    long[] tokens = {ms(20), ms(30), ms(50), ms(90)};
    long[] beside = {ms(5), ms(35), ms(41), ms(50), ms(99), ms(99)};
    Answer answer = begun();
    List<Long> all = new ArrayList<>();
    for (int t = 0, b = 0; t < tokens.length || b < beside.length; ) {
      if (t == tokens.length || (b < beside.length && beside[b] < tokens[t])) {
        all.add(beside[b]);
        answer.chunkWithoutToken(beside[b++]);
      } else {
        all.add(tokens[t]);
        answer.chunk(tokens[t++], 1);
      }
    }
    add(answer, ms(1), 1, 4);

    long[] gaps = new long[all.size() - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = Math.max(Figures.LOWEST_NANOS, all.get(i + 1) - all.get(i));
    }
    double mean = Arrays.stream(gaps).average().orElseThrow() / NANOS_PER_MILLI;
    long counted =
        figures.histogram(Figure.CHUNK_GAP).getTotalCount()
            - figures.histogram(Figure.SPLIT_GAP).getTotalCount()
            + figures.histogram(Figure.BESIDE_GAP).getTotalCount();
    assertThat(counted).isEqualTo(gaps.length);
    assertThat(compat().vllmBenchServe().get("mean_itl_ms")).isCloseTo(mean, OF_A_HISTOGRAM);
  }

  private void add(Answer answer, long sent, long prompt, long tokens) {
    answer.usage(prompt, tokens);
    answer.settle();
    figures.sentAt(sent / 1000);
    figures.endedAt(answer.lastByteNanos() / 1000);
    new AnswerFigures(new Workload.Slo(null, null, null, null))
        .add(figures, answer, sent, sent, sent);
  }

  private Result.Compat compat() {
    AgentFigures agent = new AgentFigures("a", null, null, 0.0, figures, null, "COMPLETED", null);
    Workload workload = Workload.standard();
    return ResultAssembly.assemble(
            null,
            "run",
            Instant.EPOCH,
            8,
            workload,
            null,
            List.of(agent),
            RunStages.of(workload, new RunFigures()))
        .compat();
  }

  private static Answer begun() {
    Answer answer = new Answer();
    answer.begin();
    answer.streamed();
    return answer;
  }

  private static long nanos(JsonObject of, String seconds) {
    return of.getJsonNumber(seconds).bigDecimalValue().movePointRight(9).longValue();
  }

  private static double value(JsonObject metrics, String name) {
    return metrics.getJsonObject(name).getJsonNumber("value").doubleValue();
  }

  private static long millis(JsonObject metrics, String name) {
    return Math.round(value(metrics, name) * NANOS_PER_MILLI);
  }

  private static double number(JsonObject of, String name) {
    return of.getJsonNumber(name).doubleValue();
  }

  private static long ms(long millis) {
    return millis * 1_000_000;
  }

  private static InputStream file(String name) {
    return OtherToolsTest.class.getResourceAsStream("/other-tools/" + name);
  }

  private static JsonObject object(String name) {
    try (JsonReader reader = Json.createReader(file(name))) {
      return reader.readObject();
    }
  }

  private static List<JsonObject> lines(String name) throws Exception {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file(name), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> Json.createReader(new StringReader(line)).readObject())
          .toList();
    }
  }
}
