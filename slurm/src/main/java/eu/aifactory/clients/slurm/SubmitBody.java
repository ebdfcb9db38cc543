package eu.aifactory.clients.slurm;

import eu.aifactory.clients.protocol.JobOptions;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A job as the body of a submit. Three dialects: up to v0.0.38 the options of sbatch, with an
 * object as environment; v0.0.39 a list and plain numbers; from v0.0.40 numbers as objects.
 */
final class SubmitBody {
  private final ApiVersion version;

  SubmitBody(ApiVersion version) {
    this.version = version;
  }

  /** What this version cannot be asked for, in one sentence, or empty. */
  Optional<String> unsupported(SlurmJob job) {
    // Slurm 22.05's slurmrestd reads a null pointer and dies, and with it all its other requests.
    return job.options().gres() != null && version.number() == 36
        ? Optional.of(
            "gres \"%s\" cannot be asked for through API v0.0.36, whose slurmrestd dies of it: choose v0.0.37 or later."
                .formatted(job.options().gres()))
        : Optional.empty();
  }

  /** The outcome, with what Slurm leaves unsaid: 22.05 writes its word on gres to its log alone. */
  SubmitOutcome explained(SubmitOutcome outcome, SlurmJob job) {
    String gres = job.options().gres();
    boolean isUnexplained =
        outcome instanceof SubmitOutcome.Refused refused
            && refused.reason().endsWith(": Failure during parsing (9001).");
    return isUnexplained && gres != null && version.isOfOptionParser()
        ? new SubmitOutcome.Refused(
            "Slurm refused the job: Failure during parsing (9001), as Slurm 22.05 says of gres that its nodes do not have: \"%s\"."
                .formatted(gres))
        : outcome;
  }

  String of(SlurmJob job) {
    JsonObjectBuilder properties =
        Json.createObjectBuilder()
            .add("name", job.name())
            .add("current_working_directory", job.workingDirectory().toString())
            .add("standard_output", job.stdout().toString())
            .add("standard_error", job.stderr().toString())
            .add("tasks", job.tasks());
    if (job.comment() != null) {
      properties.add("comment", job.comment());
    }
    addNumber(properties, "time_limit", JobCheck.minutes(job.timeLimit()));
    addEnvironment(properties, job);
    addNoRequeue(properties);
    addOptions(properties, job.options());
    JsonObject body =
        Json.createObjectBuilder().add("script", job.script()).add("job", properties).build();
    return body.toString();
  }

  private void addNumber(JsonObjectBuilder properties, String key, long value) {
    if (version.hasNumberObjects()) {
      properties.add(
          key,
          Json.createObjectBuilder().add("set", true).add("infinite", false).add("number", value));
    } else {
      properties.add(key, value);
    }
  }

  private void addEnvironment(JsonObjectBuilder properties, SlurmJob job) {
    var sorted = new TreeMap<>(job.environment());
    if (version.isOfOptionParser()) {
      JsonObjectBuilder variables = Json.createObjectBuilder();
      sorted.forEach(variables::add);
      properties.add("environment", variables);
    } else {
      JsonArrayBuilder variables = Json.createArrayBuilder();
      sorted.forEach((name, value) -> variables.add(name + "=" + value));
      properties.add("environment", variables);
    }
  }

  private void addNoRequeue(JsonObjectBuilder properties) {
    if (version.isOfOptionParser()) {
      // There requeue=false is taken for an option without a value, and ignored.
      properties.add("no_requeue", true);
    } else {
      properties.add("requeue", false);
    }
  }

  private void addOptions(JsonObjectBuilder properties, JobOptions options) {
    addText(properties, "partition", options.partition());
    addText(properties, "account", options.account());
    addText(properties, "qos", options.qos());
    addText(properties, "constraints", options.constraint());
    addText(properties, "reservation", options.reservation());
    if (options.gres() != null) {
      addGres(properties, options.gres());
    }
    if (options.cpus() != null) {
      properties.add("cpus_per_task", options.cpus());
    }
    if (options.memory() != null) {
      addNumber(properties, "memory_per_node", JobCheck.megabytes(options.memory()));
    }
    if (options.nodes() != null) {
      addNodes(properties, options.nodes());
    }
    if (options.exclude() != null) {
      addExclude(properties, options.exclude());
    }
  }

  private static void addText(JsonObjectBuilder properties, String key, String value) {
    if (value != null) {
      properties.add(key, value);
    }
  }

  private void addGres(JsonObjectBuilder properties, String gres) {
    if (version.isOfOptionParser()) {
      properties.add("gres", gres);
    } else {
      // As sbatch --gres does; the separator changed with Slurm 23.11, and v0.0.39 is 23.02's.
      String prefix = version.number() == 39 ? "gres:" : "gres/";
      properties.add("tres_per_node", prefix + gres.replace(",", "," + prefix));
    }
  }

  private void addNodes(JsonObjectBuilder properties, int nodes) {
    if (version.isOfOptionParser()) {
      properties.add("nodes", nodes);
    } else {
      properties.add("nodes", Integer.toString(nodes));
    }
  }

  private void addExclude(JsonObjectBuilder properties, String exclude) {
    if (version.isOfOptionParser()) {
      // A list is refused there, and so is the key that later versions have.
      properties.add("exclude_nodes", exclude);
    } else {
      // Slurm joins the list with commas, so a whole expression may be one member.
      properties.add("excluded_nodes", Json.createArrayBuilder().add(exclude));
    }
  }
}
