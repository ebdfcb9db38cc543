package eu.aifactory.clients.system;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;

/** JSON that a test has written down. */
final class JsonText {
  private JsonText() {}

  static JsonValue value(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readValue();
    }
  }

  static JsonObject object(String text) {
    return value(text).asJsonObject();
  }
}
