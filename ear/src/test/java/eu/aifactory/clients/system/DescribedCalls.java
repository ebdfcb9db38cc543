package eu.aifactory.clients.system;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The calls of the service, as its own description has them. */
final class DescribedCalls {
  private static final String JSON = "application/json";

  private final JsonObject description;

  DescribedCalls(JsonObject description) {
    this.description = description;
  }

  /**
   * One call.
   *
   * @param body schema, or {@code null} where there is none
   * @param answers statuses that it may have
   */
  record Call(
      String method,
      String path,
      List<Parameter> parameters,
      JsonObject body,
      Set<Integer> answers) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /**
   * @param in {@code path}, {@code query} or {@code header}
   */
  record Parameter(String name, String in, JsonObject schema) {}

  List<Call> all() {
    List<Call> calls = new ArrayList<>();
    description
        .getJsonObject("paths")
        .forEach(
            (path, methods) ->
                methods
                    .asJsonObject()
                    .forEach(
                        (method, operation) -> {
                          if (operation instanceof JsonObject described
                              && described.containsKey("responses")) {
                            calls.add(call(method, path, described));
                          }
                        }));
    return calls;
  }

  private static Call call(String method, String path, JsonObject operation) {
    JsonArray parameters =
        operation.containsKey("parameters")
            ? operation.getJsonArray("parameters")
            : JsonValue.EMPTY_JSON_ARRAY;
    return new Call(
        method.toUpperCase(java.util.Locale.ROOT),
        path,
        parameters.getValuesAs(JsonObject.class).stream()
            .map(
                each ->
                    new Parameter(
                        each.getString("name"), each.getString("in"), each.getJsonObject("schema")))
            .toList(),
        body(operation),
        operation.getJsonObject("responses").keySet().stream()
            .map(Integer::valueOf)
            .collect(Collectors.toSet()));
  }

  private static JsonObject body(JsonObject operation) {
    return operation.containsKey("requestBody")
        ? operation
            .getJsonObject("requestBody")
            .getJsonObject("content")
            .getJsonObject(JSON)
            .getJsonObject("schema")
        : null;
  }

  /** What a schema stands for. */
  JsonObject resolved(JsonObject schema) {
    String reference = schema.getString("$ref", null);
    return reference == null
        ? schema
        : description
            .getJsonObject("components")
            .getJsonObject("schemas")
            .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
  }
}
