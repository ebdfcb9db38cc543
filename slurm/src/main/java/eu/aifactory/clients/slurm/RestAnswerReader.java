package eu.aifactory.clients.slurm;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Reads any answer of any version of slurmrestd. Fails on none: what cannot be understood becomes a
 * form of the answer. A list of jobs is read a job at a time, so that a long one is no burden.
 */
final class RestAnswerReader {
  /** Found once: {@code Json} looks for it in all jars, under locks, with each call. */
  private static final JsonProvider JSON = JsonProvider.provider();

  private final Predicate<SlurmJobInfo> wanted;
  private final List<SlurmError> errors = new ArrayList<>();
  private final List<SlurmError> warnings = new ArrayList<>();
  private final List<SlurmError> cancelErrors = new ArrayList<>();
  private final List<SlurmJobInfo> jobs = new ArrayList<>();
  private final List<SlurmNode> nodes = new ArrayList<>();
  private OptionalLong jobId = OptionalLong.empty();
  private boolean listsJobs;

  private RestAnswerReader(Predicate<SlurmJobInfo> wanted) {
    this.wanted = wanted;
  }

  static RestAnswer read(RestConnection.Reply reply) {
    return read(reply, job -> true);
  }

  /** Keeps only the jobs that are wanted. */
  static RestAnswer read(RestConnection.Reply reply, Predicate<SlurmJobInfo> wanted) {
    return new RestAnswerReader(wanted).answer(reply);
  }

  private RestAnswer answer(RestConnection.Reply reply) {
    RestAnswer.Form form = form(reply);
    if (form == RestAnswer.Form.JSON && !readsWhole(reply.body())) {
      form = RestAnswer.Form.BROKEN;
    }
    String text = form == RestAnswer.Form.TEXT ? PlainText.line(decoded(reply.body())) : "";
    return new RestAnswer(
        reply.status(),
        form,
        text,
        List.copyOf(errors),
        List.copyOf(warnings),
        jobId,
        listsJobs,
        List.copyOf(jobs),
        List.copyOf(nodes),
        List.copyOf(cancelErrors));
  }

  private static RestAnswer.Form form(RestConnection.Reply reply) {
    String start = decoded(reply.body()).stripLeading();
    if (start.isEmpty()) {
      return RestAnswer.Form.EMPTY;
    }
    // By its start rather than by what a server in between calls it.
    return switch (start.charAt(0)) {
      case '{' -> RestAnswer.Form.JSON;
      case '[' -> RestAnswer.Form.BROKEN;
      case '<' -> RestAnswer.Form.HTML;
      default ->
          reply.contentType().contains("json")
              ? RestAnswer.Form.BROKEN
              : reply.contentType().contains("html") ? RestAnswer.Form.HTML : RestAnswer.Form.TEXT;
    };
  }

  private static String decoded(byte[] body) {
    return new String(body, 0, Math.min(body.length, 2048), StandardCharsets.UTF_8);
  }

  private boolean readsWhole(byte[] body) {
    var characters = new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8);
    try (JsonParser parser = JSON.createParser(characters)) {
      parser.next();
      while (parser.next() == JsonParser.Event.KEY_NAME) {
        String key = parser.getString();
        member(key, parser.next(), parser);
      }
      return !parser.hasNext();
    } catch (JsonException | NoSuchElementException | IllegalStateException e) {
      return false;
    }
  }

  private void member(String key, JsonParser.Event start, JsonParser parser) {
    if (key.equals("jobs") && start == JsonParser.Event.START_ARRAY) {
      listsJobs = true;
      readJobs(parser);
    } else if (key.equals("nodes") && start == JsonParser.Event.START_ARRAY) {
      readNodes(parser);
    } else if (key.equals("job_id")) {
      JobInfoReader.number(parser.getValue()).ifPresent(this::submitted);
    } else if (start == JsonParser.Event.START_ARRAY) {
      array(key, parser);
    } else if (key.equals("result") && start == JsonParser.Event.START_OBJECT) {
      JobInfoReader.number(parser.getObject().get("job_id")).ifPresent(this::submitted);
    } else if (start == JsonParser.Event.START_OBJECT) {
      parser.skipObject();
    } else if (key.equals("job_submit_user_msg") && start == JsonParser.Event.VALUE_STRING) {
      if (!parser.getString().isBlank()) {
        warnings.add(new SlurmError(SlurmError.UNSPECIFIED, PlainText.line(parser.getString())));
      }
    }
  }

  private void submitted(long id) {
    if (id > 0) {
      jobId = OptionalLong.of(id);
    }
  }

  private void array(String key, JsonParser parser) {
    switch (key) {
      case "errors" -> parser.getArray().forEach(item -> errors.add(error(item)));
      case "warnings" -> parser.getArray().forEach(item -> warnings.add(error(item)));
      case "status" -> parser.getArray().forEach(this::cancelled);
      default -> parser.skipArray();
    }
  }

  private void readJobs(JsonParser parser) {
    while (parser.next() == JsonParser.Event.START_OBJECT) {
      SlurmJobInfo job = JobInfoReader.read(parser.getObject());
      if (wanted.test(job)) {
        jobs.add(job);
      }
    }
  }

  private void readNodes(JsonParser parser) {
    while (parser.next() == JsonParser.Event.START_OBJECT) {
      JsonObject node = parser.getObject();
      nodes.add(
          new SlurmNode(
              JobInfoReader.text(node, "name"),
              JobInfoReader.text(node, "address"),
              JobInfoReader.text(node, "hostname")));
    }
  }

  private void cancelled(JsonValue item) {
    if (item instanceof JsonObject status && status.get("error") instanceof JsonObject error) {
      long number = JobInfoReader.number(error.get("code")).orElse(0);
      if (number != 0) {
        cancelErrors.add(new SlurmError((int) number, JobInfoReader.text(error, "message")));
      }
    }
  }

  private static SlurmError error(JsonValue item) {
    if (!(item instanceof JsonObject error)) {
      String text = item instanceof JsonString string ? string.getString() : item.toString();
      return new SlurmError(SlurmError.UNSPECIFIED, PlainText.line(text));
    }
    long number =
        JobInfoReader.number(error.get("error_number"))
            .orElseGet(
                () ->
                    JobInfoReader.number(error.get("error_code"))
                        .orElseGet(
                            () ->
                                JobInfoReader.number(error.get("errno"))
                                    .orElse(SlurmError.UNSPECIFIED)));
    String description = JobInfoReader.text(error, "description");
    String name = JobInfoReader.text(error, "error");
    // Slurm's description often holds the name of the error already.
    String words =
        description.isEmpty() || name.isEmpty() || description.contains(name)
            ? description.isEmpty() ? name : description
            : description + ": " + name;
    return new SlurmError((int) number, PlainText.line(words));
  }
}
