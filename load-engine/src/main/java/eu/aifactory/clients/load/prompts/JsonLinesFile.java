package eu.aifactory.clients.load.prompts;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;

/** One JSON object a line, as {@link PromptObject} reads it; empty lines are passed over. */
final class JsonLinesFile {
  private JsonLinesFile() {}

  static void read(LineReader lines, PromptList prompts) throws IOException {
    while (lines.next()) {
      if (!lines.line().isBlank()) {
        PromptObject object = new PromptObject(object(lines), lines.file(), lines.number());
        prompts.add(lines.number(), object.prompt());
      }
    }
  }

  private static JsonObject object(LineReader lines) {
    try (JsonReader reader = Json.createReader(new StringReader(lines.line()))) {
      return reader.readObject();
    } catch (JsonException | IllegalStateException | ClassCastException e) {
      throw PromptException.at(lines.file(), lines.number(), "this is no JSON object");
    }
  }
}
