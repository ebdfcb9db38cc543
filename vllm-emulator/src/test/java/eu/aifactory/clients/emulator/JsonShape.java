package eu.aifactory.clients.emulator;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** JSON with its values replaced by their types: what must be equal when the content differs. */
final class JsonShape {
  private JsonShape() {}

  static String of(String json) {
    return json.equals("[DONE]") ? json : of(Json.parse(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static String of(JsonValue value) {
    if (value instanceof JsonObject object) {
      return object.entrySet().stream()
          .map(entry -> entry.getKey() + ":" + of(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof JsonArray array) {
      return array.stream()
          .map(JsonShape::of)
          .distinct()
          .collect(Collectors.joining(",", "[", "]"));
    }
    return value.getValueType().name().toLowerCase(java.util.Locale.ROOT);
  }
}
