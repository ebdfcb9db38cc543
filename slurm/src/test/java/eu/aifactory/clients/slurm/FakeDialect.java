package eu.aifactory.clients.slurm;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The words of a version of slurmrestd, written after recorded answers of Slurm 22.05 and 24.11.
 */
enum FakeDialect {
  V38("v0.0.38", List.of("v0.0.36", "v0.0.37", "v0.0.38")),
  V42("v0.0.42", List.of("v0.0.40", "v0.0.41", "v0.0.42"));

  /** The keys of sbatch's options that a client of ours may send to 22.05. */
  private static final Set<String> V38_KEYS =
      Set.of(
          "name",
          "comment",
          "partition",
          "account",
          "qos",
          "constraints",
          "reservation",
          "gres",
          "cpus_per_task",
          "memory_per_node",
          "nodes",
          "exclude_nodes",
          "tasks",
          "tasks_per_node",
          "time_limit",
          "current_working_directory",
          "environment",
          "standard_output",
          "standard_error",
          "standard_input",
          "no_requeue",
          "requeue");

  private final String version;
  private final List<String> served;

  FakeDialect(String version, List<String> served) {
    this.version = version;
    this.served = served;
  }

  String version() {
    return version;
  }

  /** An answer before it is sent. */
  record Answer(int status, JsonObject body) {}

  JsonObject description() {
    JsonObjectBuilder paths = Json.createObjectBuilder();
    for (String each : served) {
      paths.add("/slurm/%s/jobs".formatted(each), JsonValue.EMPTY_JSON_OBJECT);
      paths.add("/slurm/%s/job/submit".formatted(each), JsonValue.EMPTY_JSON_OBJECT);
    }
    return Json.createObjectBuilder().add("openapi", "3.0.3").add("paths", paths).build();
  }

  /**
   * @throws FakeSlurmctld.Refusal when slurmrestd would not understand it
   */
  FakeSlurmctld.Submission submission(JsonObject body, String userName)
      throws FakeSlurmctld.Refusal {
    JsonObject job = body.getJsonObject("job");
    if (job == null || body.getString("script", "").isEmpty()) {
      throw new FakeSlurmctld.Refusal(2009, "Job script is missing");
    }
    if (this == V38) {
      for (String key : job.keySet()) {
        if (!V38_KEYS.contains(key)) {
          throw new FakeSlurmctld.Refusal(9001, "Failure during parsing: unknown key " + key);
        }
      }
    }
    return new FakeSlurmctld.Submission(
        userName,
        job.getString("name", ""),
        job.getString("comment", ""),
        job.getString("partition", null),
        environment(job.get("environment")),
        minutes(job.get("time_limit")));
  }

  private Map<String, String> environment(JsonValue given) throws FakeSlurmctld.Refusal {
    Map<String, String> environment = new TreeMap<>();
    if (this == V38 && given instanceof JsonObject object) {
      object.forEach((name, value) -> environment.put(name, ((JsonString) value).getString()));
    } else if (this == V42 && given instanceof JsonArray list) {
      for (JsonString variable : list.getValuesAs(JsonString.class)) {
        String[] parts = variable.getString().split("=", 2);
        environment.put(parts[0], parts[1]);
      }
    }
    if (environment.isEmpty()) {
      throw new FakeSlurmctld.Refusal(2127, "environment must be set");
    }
    return environment;
  }

  private long minutes(JsonValue given) throws FakeSlurmctld.Refusal {
    boolean isObject = given instanceof JsonObject;
    if (given == null || isObject != (this == V42)) {
      throw new FakeSlurmctld.Refusal(9202, "Unable to convert time_limit");
    }
    return JobInfoReader.number(given).orElseThrow();
  }

  Answer submitted(long jobId) {
    return ok(
        Json.createObjectBuilder()
            .add("job_id", jobId)
            .add("step_id", this == V38 ? "BATCH" : "batch")
            .add("job_submit_user_msg", ""));
  }

  Answer jobs(List<FakeJob> jobs) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    jobs.forEach(job -> list.add(job(job)));
    return ok(Json.createObjectBuilder().add("jobs", list));
  }

  Answer cancelled() {
    return ok(Json.createObjectBuilder());
  }

  Answer unknownJob(long jobId, boolean isCancel) {
    String name = "Invalid job id specified";
    if (this == V38) {
      return error(500, 2017, "Unable to find JobId=%d".formatted(jobId), name);
    }
    JsonObjectBuilder error =
        Json.createObjectBuilder().add("string", name).add("code", 2017).add("message", name);
    JsonObjectBuilder status = Json.createObjectBuilder().add("error", error);
    return isCancel
        ? ok(Json.createObjectBuilder().add("status", Json.createArrayBuilder().add(status)))
        : error(404, 2017, "Unable to query JobId=%d".formatted(jobId), name);
  }

  Answer pong() {
    JsonObjectBuilder ping = Json.createObjectBuilder().add("hostname", "fake");
    ping.add(this == V38 ? "ping" : "pinged", "UP");
    return ok(Json.createObjectBuilder().add("pings", Json.createArrayBuilder().add(ping)));
  }

  /** A refused token; only v0.0.36's ping and a submit have a number for it in 22.05. */
  Answer badToken(boolean hasNumber) {
    if (this == V42) {
      return error(511, 1007, "Request failed", "Protocol authentication error");
    }
    return hasNumber
        ? error(500, 5005, "", "Zero Bytes were transmitted or received")
        : error(500, -1, "Request failed", "Unspecified error");
  }

  Answer refused(FakeSlurmctld.Refusal refusal) {
    boolean isOfQuestion = refusal.number() >= 9000 || refusal.number() == 2127;
    return error(
        isOfQuestion ? this == V38 ? 400 : 422 : 500,
        refusal.number(),
        "Batch job submission failed",
        refusal.getMessage());
  }

  /** slurmctld cannot be connected to; 22.05 has no number for it in answers about jobs. */
  Answer away(boolean isSubmit) {
    String name = "Unable to contact slurm controller (connect failure)";
    if (this == V38 && !isSubmit) {
      return error(500, -1, "Failed while looking for jobs", "Unspecified error");
    }
    return error(this == V38 ? 500 : 502, 1800, "Request failed", name);
  }

  Answer timedOut() {
    return error(
        this == V38 ? 500 : 504, 5004, "Request failed", "Socket timed out on send/recv operation");
  }

  Answer heldWithError(long jobId) {
    JsonObject body = error(500, 2042, "", "Job is held").body();
    return new Answer(500, Json.createObjectBuilder(body).add("job_id", jobId).build());
  }

  Answer blank() {
    return ok(Json.createObjectBuilder());
  }

  private Answer ok(JsonObjectBuilder body) {
    return new Answer(200, withNotes(body, Json.createArrayBuilder()));
  }

  private Answer error(int status, int number, String description, String name) {
    JsonObjectBuilder error = Json.createObjectBuilder();
    if (this == V38 && description.isEmpty()) {
      error.add("error_code", number).add("error", name);
    } else {
      error
          .add("description", description)
          .add("error_number", number)
          .add("error", name)
          .add("source", "fake");
    }
    return new Answer(
        status, withNotes(Json.createObjectBuilder(), Json.createArrayBuilder().add(error)));
  }

  private JsonObject withNotes(JsonObjectBuilder body, JsonArrayBuilder errors) {
    body.add("errors", errors);
    if (this == V42) {
      body.add("warnings", Json.createArrayBuilder());
    }
    return body.build();
  }

  private JsonObjectBuilder job(FakeJob job) {
    return Json.createObjectBuilder()
        .add("job_id", job.jobId())
        .add("name", job.name())
        .add("comment", job.comment())
        .add("user_name", job.userName())
        .add("job_state", state(job))
        .add("state_reason", job.reason())
        .add("exit_code", exit(job))
        .add("submit_time", number(job.submittedAt().getEpochSecond()))
        .add("time_limit", number(job.timeLimitMinutes()))
        .add("restart_cnt", job.restarts());
  }

  private JsonValue state(FakeJob job) {
    if (this == V38) {
      // One word, and the flag hides the state.
      return Json.createValue(job.completing() ? "COMPLETING" : job.state().name());
    }
    JsonArrayBuilder words = Json.createArrayBuilder().add(job.state().name());
    if (job.completing()) {
      words.add("COMPLETING");
    }
    return words.build();
  }

  private JsonValue exit(FakeJob job) {
    if (this == V38) {
      return Json.createValue(job.endedBy() != 0 ? job.endedBy() : job.exitCode() << 8);
    }
    JsonObjectBuilder id = Json.createObjectBuilder().add("set", job.endedBy() != 0);
    id.add("infinite", false).add("number", job.endedBy());
    return Json.createObjectBuilder()
        .add("status", Json.createArrayBuilder().add("SUCCESS"))
        .add("return_code", number(job.exitCode()))
        .add("signal", Json.createObjectBuilder().add("id", id).add("name", ""))
        .build();
  }

  private JsonValue number(long value) {
    return this == V38
        ? Json.createValue(value)
        : Json.createObjectBuilder()
            .add("set", true)
            .add("infinite", false)
            .add("number", value)
            .build();
  }
}
