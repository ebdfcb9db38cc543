package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.JsonFault;
import eu.aifactory.clients.protocol.WireShape;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.WorkloadCheck;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a workload from a JSON file and says what is wrong with it before anything is sent. */
final class WorkloadFile {
  private WorkloadFile() {}

  /**
   * @throws CommandFailure naming the file and the place or member at fault
   */
  static Workload read(Path file) {
    JsonObject document = parse(file, text(file));
    List<String> faults = WireShape.problems("workload", Workload.class, document);
    if (!faults.isEmpty()) {
      throw wrong(file, faults);
    }
    Workload workload = bind(file, document);
    List<String> problems = WorkloadCheck.problems(workload);
    if (!problems.isEmpty()) {
      throw wrong(file, problems);
    }
    return workload;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw CommandFailure.wrong("%s is not text in UTF-8.".formatted(file));
    } catch (IOException e) {
      throw CommandFailure.wrong("--workload %s cannot be read: is it there?".formatted(file));
    }
  }

  private static JsonObject parse(Path file, String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      JsonValue value = reader.readValue();
      if (value instanceof JsonObject object) {
        return object;
      }
      throw CommandFailure.wrong("%s must hold a JSON object.".formatted(file));
    } catch (JsonException e) {
      throw CommandFailure.wrong("%s is not JSON: %s.".formatted(file, JsonFault.in(text, e)));
    }
  }

  private static Workload bind(Path file, JsonObject document) {
    try {
      return Wire.JSONB.fromJson(document.toString(), Workload.class);
    } catch (JsonbException e) {
      throw CommandFailure.wrong("%s: %s".formatted(file, Sentence.ended(e.getMessage())));
    }
  }

  private static CommandFailure wrong(Path file, List<String> problems) {
    return CommandFailure.wrong(file + ": " + String.join("; ", problems) + ".");
  }
}
