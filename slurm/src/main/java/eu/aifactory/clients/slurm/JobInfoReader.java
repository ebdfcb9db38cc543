package eu.aifactory.clients.slurm;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Reads a job as any version of slurmrestd, or squeue's JSON, describes it. */
final class JobInfoReader {
  private JobInfoReader() {}

  /**
   * @throws JsonException when it has no id: then it is no job
   */
  static SlurmJobInfo read(JsonObject job) {
    long id = number(job.get("job_id")).orElseThrow(() -> new JsonException("a job without an id"));
    JobStateWords state = JobStateWords.of(words(job.get("job_state")));
    long submitted = number(job.get("submit_time")).orElse(0);
    String reason = text(job, "state_reason");
    return new SlurmJobInfo(
        id,
        text(job, "name"),
        orNull(text(job, "comment")),
        orNull(text(job, "user_name")),
        state.base(),
        state.isCompleting(),
        reason.equals("None") ? null : orNull(reason),
        state.isFinal() ? exit(job.get("exit_code")) : null,
        submitted > 0 ? Instant.ofEpochSecond(submitted) : null,
        (int) number(job.get("restart_cnt")).orElse(0),
        nodes(job.get("nodes")));
  }

  /**
   * A number written as such, as text, or as an object; empty for one that is unset or infinite.
   */
  static OptionalLong number(JsonValue value) {
    if (value instanceof JsonNumber number) {
      return OptionalLong.of(number.longValue());
    }
    if (value instanceof JsonString string) {
      String digits = string.getString().strip();
      return digits.matches("-?\\d{1,18}")
          ? OptionalLong.of(Long.parseLong(digits))
          : OptionalLong.empty();
    }
    if (value instanceof JsonObject object) {
      boolean isNumber = !isTrue(object, "infinite") && object.get("set") != JsonValue.FALSE;
      return isNumber ? number(object.get("number")) : OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  private static String nodes(JsonValue value) {
    return value instanceof JsonString list
        ? list.getString().equals("(null)") ? "" : list.getString()
        : null;
  }

  private static boolean isTrue(JsonObject object, String key) {
    return JsonValue.TRUE.equals(object.get(key));
  }

  static String text(JsonObject object, String key) {
    return object.get(key) instanceof JsonString string ? string.getString() : "";
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static List<String> words(JsonValue value) {
    if (value instanceof JsonString string) {
      return List.of(string.getString());
    }
    return value instanceof JsonArray array
        ? array.stream()
            .filter(JsonString.class::isInstance)
            .map(word -> ((JsonString) word).getString())
            .toList()
        : List.of();
  }

  private static SlurmJobInfo.JobExit exit(JsonValue value) {
    if (value instanceof JsonObject parts && parts.containsKey("return_code")) {
      long signal =
          parts.get("signal") instanceof JsonObject by
              ? number(by.get("id")).orElseGet(() -> number(by.get("signal_id")).orElse(0))
              : 0;
      return signal != 0
          ? new SlurmJobInfo.JobExit(-1, (int) signal)
          : new SlurmJobInfo.JobExit((int) number(parts.get("return_code")).orElse(0), 0);
    }
    OptionalLong status = number(value);
    return status.isPresent() ? ofWaitStatus(status.getAsLong()) : null;
  }

  /** As wait(2) packs it: the signal in the low seven bits, the code in the byte above. */
  static SlurmJobInfo.JobExit ofWaitStatus(long status) {
    int signal = (int) (status & 0x7f);
    return signal != 0
        ? new SlurmJobInfo.JobExit(-1, signal)
        : new SlurmJobInfo.JobExit((int) (status >> 8) & 0xff, 0);
  }
}
