package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.JobOptions;
import eu.aifactory.clients.slurm.RecordedExchanges.Exchange;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SubmitBodyTest {
  private static final RecordedExchanges RECORDED = RecordedExchanges.load();
  private static final JobOptions ALL =
      new JobOptions(
          "debug", "acc", "normal", "big", "res", "gpu:1", 2, "2G", 3, "node[1-2],node4");

  /** Keys that a slurmrestd takes though its description does not name them. */
  private static final Set<String> NOT_DESCRIBED =
      Set.of("exclude_nodes", "no_requeue", "standard_output");

  static Stream<String> recordedVersions() {
    return RECORDED.all().stream()
        .map(Exchange::folder)
        .filter(folder -> folder.startsWith("v"))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("recordedVersions")
  void writesEachKeyAsTheBodiesDidThatSlurmTook(String version) {
    Map<String, String> taken = kindsOfTakenBodies(version);

    JsonObject job = body(version, ALL).getJsonObject("job");

    assertThat(taken).hasSizeGreaterThan(12);
    Set<String> compared = new TreeSet<>();
    job.forEach(
        (key, value) -> {
          if (taken.containsKey(key)) {
            assertThat(kind(value)).as(key).isEqualTo(taken.get(key));
            compared.add(key);
          }
        });
    assertThat(compared)
        .contains(
            "name",
            "partition",
            "environment",
            "current_working_directory",
            "standard_output",
            "standard_error",
            "nodes",
            "tasks",
            "cpus_per_task",
            "time_limit",
            "comment");
  }

  /** The kinds of the members of the body that the recording took as a good one. */
  private static Map<String, String> kindsOfTakenBodies(String version) {
    Map<String, String> kinds = new TreeMap<>();
    RECORDED
        .requestBodies()
        .forEach(
            (file, body) -> {
              if (file.endsWith(version + "/submit-ok.request.json")) {
                json(body)
                    .getJsonObject("job")
                    .forEach((key, value) -> kinds.put(key, kind(value)));
              }
            });
    return kinds;
  }

  private static String kind(JsonValue value) {
    if (value instanceof JsonArray array) {
      return "list of " + (array.isEmpty() ? "nothing" : kind(array.getFirst()));
    }
    if (value instanceof JsonObject object && object.containsKey("set")) {
      return "number object " + new TreeSet<>(object.keySet());
    }
    return value.getValueType().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "22.05, v0.0.36, v0.0.36_job_properties",
    "22.05, v0.0.37, v0.0.37_job_properties",
    "22.05, v0.0.38, v0.0.38_job_properties",
    "24.11, v0.0.40, v0.0.40_job_desc_msg",
    "24.11, v0.0.41, v0.0.41_job_desc_msg",
    "24.11, v0.0.42, v0.0.42_job_desc_msg",
    "26.05, v0.0.42, v0.0.42_job_desc_msg",
    "26.05, v0.0.43, v0.0.43_job_desc_msg",
    "26.05, v0.0.44, v0.0.44_job_desc_msg",
    "26.05, v0.0.45, v0.0.45_job_desc_msg"
  })
  void agreesWithSlurmsOwnDescription(String slurm, String version, String schema) {
    JsonObject schemas =
        json(RECORDED.description(slurm)).getJsonObject("components").getJsonObject("schemas");
    JsonObject described = schemas.getJsonObject(schema).getJsonObject("properties");

    JsonObject job = body(version, ALL).getJsonObject("job");

    job.forEach(
        (key, value) -> {
          if (described.containsKey(key)) {
            assertThat(type(value, key, slurm))
                .as(key)
                .isEqualTo(describedType(described.getJsonObject(key), schemas));
          } else {
            assertThat(slurm).as("%s is not described", key).isEqualTo("22.05");
            assertThat(NOT_DESCRIBED).contains(key);
          }
        });
  }

  private static String describedType(JsonObject property, JsonObject schemas) {
    String reference = property.getString("$ref", "");
    return reference.isEmpty()
        ? property.getString("type")
        : schemas.getJsonObject(reference.replaceFirst(".*/", "")).getString("type");
  }

  private static String type(JsonValue value, String key, String slurm) {
    if (key.equals("nodes") && slurm.equals("22.05")) {
      // Described as a list of two; a number is what it takes as well, recorded as shape-nodes-int.
      return "array";
    }
    return switch (value.getValueType()) {
      case STRING -> "string";
      case NUMBER -> "integer";
      case OBJECT -> "object";
      case ARRAY -> "array";
      case TRUE, FALSE -> "boolean";
      case NULL -> "null";
    };
  }

  @Test
  void writesSbatchOptionsForSlurm2205() {
    JsonObject body = body("v0.0.38", ALL);

    assertThat(body.getString("script")).startsWith("#!");
    JsonObject job = body.getJsonObject("job");
    assertThat(job.getJsonObject("environment").getString("AIF_TEXT")).isEqualTo("a b=c");
    assertThat(job.getInt("time_limit")).isEqualTo(2);
    assertThat(job.getInt("memory_per_node")).isEqualTo(2048);
    assertThat(job.getInt("nodes")).isEqualTo(3);
    assertThat(job.getString("exclude_nodes")).isEqualTo("node[1-2],node4");
    assertThat(job.getString("gres")).isEqualTo("gpu:1");
    assertThat(job.getString("constraints")).isEqualTo("big");
    assertThat(job.getBoolean("no_requeue")).isTrue();
    assertThat(job).doesNotContainKeys("requeue", "argv");
  }

  @Test
  void writesAListAndPlainNumbersForV39() {
    JsonObject job = body("v0.0.39", ALL).getJsonObject("job");

    assertThat(job.getJsonArray("environment").getString(0)).isEqualTo("AIF_TEXT=a b=c");
    assertThat(job.getInt("time_limit")).isEqualTo(2);
    assertThat(job.getInt("memory_per_node")).isEqualTo(2048);
    assertThat(job.getString("nodes")).isEqualTo("3");
    assertThat(job.getString("tres_per_node")).isEqualTo("gres:gpu:1");
    assertThat(job.getJsonArray("excluded_nodes").getString(0)).isEqualTo("node[1-2],node4");
    assertThat(job.getBoolean("requeue")).isFalse();
  }

  @Test
  void writesNumberObjectsFromV40On() {
    JsonObject job = body("v0.0.40", ALL).getJsonObject("job");

    assertThat(job.getJsonObject("time_limit"))
        .isEqualTo(json("{\"set\":true,\"infinite\":false,\"number\":2}"));
    assertThat(job.getJsonObject("memory_per_node").getInt("number")).isEqualTo(2048);
    assertThat(job.getString("tres_per_node")).isEqualTo("gres/gpu:1");
    assertThat(job.getInt("cpus_per_task")).isEqualTo(2);
  }

  @Test
  void prefixesEachOfSeveralResources() {
    JobOptions two =
        new JobOptions(null, null, null, null, null, "gpu:a:1,shard:2", null, null, null, null);

    assertThat(body("v0.0.42", two).getJsonObject("job").getString("tres_per_node"))
        .isEqualTo("gres/gpu:a:1,gres/shard:2");
  }

  @Test
  void asksForNothingThatNobodyAskedFor() {
    JsonObject job = body("v0.0.45", JobOptions.none()).getJsonObject("job");

    assertThat(job.keySet())
        .containsExactlyInAnyOrder(
            "name",
            "comment",
            "current_working_directory",
            "standard_output",
            "standard_error",
            "tasks",
            "time_limit",
            "environment",
            "requeue");
  }

  @Test
  void doesNotCrashTheSlurmrestdOfV36() {
    assertThat(new SubmitBody(ApiVersion.parse("v0.0.36")).unsupported(Jobs.with(ALL)))
        .hasValueSatisfying(
            sentence -> assertThat(sentence).contains("gres", "gpu:1", "v0.0.36").endsWith("."));
    assertThat(new SubmitBody(ApiVersion.parse("v0.0.37")).unsupported(Jobs.with(ALL))).isEmpty();
  }

  private static JsonObject body(String version, JobOptions options) {
    return json(new SubmitBody(ApiVersion.parse(version)).of(Jobs.with(options)));
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }

  @Test
  void comparesWithTheBodiesOfAllTenVersions() {
    assertThat(recordedVersions().toList())
        .isEqualTo(
            List.of(
                "v0.0.36", "v0.0.37", "v0.0.38", "v0.0.40", "v0.0.41", "v0.0.42", "v0.0.43",
                "v0.0.44", "v0.0.45"));
    assertThat(
            RECORDED.requestBodies().keySet().stream()
                .filter(f -> f.endsWith("/submit-ok.request.json")))
        .hasSize(10);
  }
}
