package eu.aifactory.clients.system;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Draws values that a schema allows, and now and then one that it does not: of another type, out of
 * all bounds, or made to hurt who reads it.
 */
final class DrawnJson {
  private static final int DEEPEST = 8;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "default",
          "closed",
          "poisson",
          "http://127.0.0.1:9",
          "http://[::1]:0/x?y#z",
          "file:///etc/passwd",
          "$(reboot)",
          "`id`",
          "'; drop table client_group; --",
          "../../../../etc/passwd",
          "line\r\nSet-Cookie: a=b",
          "null\u0000byte",
          "\ud83d\ude00\u202e\u0301",
          "\ud800",
          "%00%2e%2e%2f",
          "x".repeat(5_000));

  private static final List<JsonValue> NUMBERS =
      List.of(
          Json.createValue(0),
          Json.createValue(1),
          Json.createValue(2),
          Json.createValue(-1),
          Json.createValue(1_000_000),
          Json.createValue(Integer.MAX_VALUE),
          Json.createValue(Integer.MAX_VALUE + 1L),
          Json.createValue(Long.MIN_VALUE),
          Json.createValue(0.5),
          Json.createValue(1e300),
          Json.createValue(new BigDecimal("1e-320")),
          Json.createValue(new BigDecimal("123456789012345678901234567890.1")));

  private final DescribedCalls calls;
  private final Random random;
  private final double wrong;
  private final double present;

  /**
   * @param wrong how often a value is one that the schema does not allow, 0 to 1
   * @param present how often a member is there that may be left out, 0 to 1
   */
  DrawnJson(DescribedCalls calls, Random random, double wrong, double present) {
    this.calls = calls;
    this.random = random;
    this.wrong = wrong;
    this.present = present;
  }

  JsonValue of(JsonObject schema) {
    return of(schema, 0);
  }

  String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private JsonValue of(JsonObject schema, int depth) {
    if (random.nextDouble() < wrong) {
      return anything();
    }
    JsonObject known = calls.resolved(schema);
    if (known.containsKey("enum")) {
      return known.getJsonArray("enum").get(random.nextInt(known.getJsonArray("enum").size()));
    }
    return switch (known.getString("type", "object")) {
      case "integer" -> Json.createValue(random.nextInt(5));
      case "number" -> Json.createValue(random.nextInt(40) / 4.0);
      case "boolean" -> random.nextBoolean() ? JsonValue.TRUE : JsonValue.FALSE;
      case "string" -> Json.createValue(text());
      case "array" -> array(known, depth);
      default -> object(known, depth);
    };
  }

  private JsonValue array(JsonObject schema, int depth) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (int i = 0; i < random.nextInt(3) && depth < DEEPEST; i++) {
      array.add(of(schema.getJsonObject("items"), depth + 1));
    }
    return array.build();
  }

  private JsonValue object(JsonObject schema, int depth) {
    JsonObjectBuilder object = Json.createObjectBuilder();
    JsonObject properties =
        schema.containsKey("properties")
            ? schema.getJsonObject("properties")
            : JsonValue.EMPTY_JSON_OBJECT;
    Set<String> required =
        schema.containsKey("required")
            ? schema.getJsonArray("required").getValuesAs(JsonString::getString).stream()
                .collect(Collectors.toSet())
            : Set.of();
    properties.forEach(
        (name, value) -> {
          double likely = required.contains(name) ? 1 - wrong : present;
          if (depth < DEEPEST && random.nextDouble() < likely) {
            object.add(name, of(value.asJsonObject(), depth + 1));
          }
        });
    if (random.nextDouble() < wrong) {
      object.add(text(), anything());
    }
    return object.build();
  }

  private JsonValue anything() {
    return switch (random.nextInt(7)) {
      case 0 -> JsonValue.NULL;
      case 1 -> JsonValue.TRUE;
      case 2 -> Json.createArrayBuilder().add(Json.createArrayBuilder()).build();
      case 3 -> Json.createObjectBuilder().add("x", 1).build();
      case 4 -> Json.createValue(text());
      default -> NUMBERS.get(random.nextInt(NUMBERS.size()));
    };
  }

  /** A value as it stands in a path or a query. */
  String plain(JsonObject schema) {
    JsonValue value = of(schema);
    return value instanceof JsonString text ? text.getString() : value.toString();
  }
}
