package eu.aifactory.clients.emulator;

import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** Reads a body and its members, and says in vLLM's words which of them has the wrong type. */
final class RequestBody {
  private RequestBody() {}

  /**
   * @throws RefusedException when the body is no JSON object
   */
  static JsonObject object(HttpCall call) {
    String type = call.header("content-type");
    if (!type.isEmpty() && !type.startsWith("application/json")) {
      throw RefusedException.of(
          400,
          "Bad Request",
          "1 validation error:\n  Unsupported Media Type: Only 'application/json' is allowed",
          "");
    }
    try {
      if (Json.parse(call.body()) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonException e) {
      String place = "body." + call.body().length;
      throw RefusedException.badShape(
          "{'type': 'json_invalid', 'loc': '%s', 'msg': 'JSON decode error'}".formatted(place),
          place);
    }
    throw RefusedException.badShape(
        "{'type': 'model_attributes_type', 'loc': 'body', 'msg': 'Input should be a valid"
            + " dictionary'}",
        "body");
  }

  static boolean flag(JsonObject body, String name) {
    JsonValue value = body.get(name);
    if (value == null || value == JsonValue.NULL || value == JsonValue.FALSE) {
      return false;
    }
    if (value == JsonValue.TRUE) {
      return true;
    }
    throw wrongType(
        name, "bool_parsing", "Input should be a valid boolean, unable to interpret input", value);
  }

  static int whole(JsonObject body, String name, int absent) {
    JsonValue value = body.get(name);
    if (value == null || value == JsonValue.NULL) {
      return absent;
    }
    if (value instanceof JsonNumber number && number.isIntegral()) {
      return Math.clamp(number.longValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    throw wrongType(name, "int_parsing", "Input should be a valid integer", value);
  }

  static RefusedException wrongType(String name, String type, String message, JsonValue value) {
    String input = value instanceof JsonString string ? string.getString() : value.toString();
    return RefusedException.badShape(
        "{'type': '%s', 'loc': 'body.%s', 'msg': '%s', 'input': '%s'}"
            .formatted(type, name, message, input),
        "body." + name);
  }

  static RefusedException missing(JsonObject body, String name) {
    return RefusedException.badShape(
        "{'type': 'missing', 'loc': 'body.%s', 'msg': 'Field required', 'input': '<dict of %d items>'}"
            .formatted(name, body.size()),
        "body." + name);
  }
}
