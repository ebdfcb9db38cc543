package eu.aifactory.clients.cli;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Compares a JSON object with the record it shall become: unknown members, wrong types. */
final class MemberCheck {
  private MemberCheck() {}

  static List<String> faults(String name, JsonObject object, Class<?> type) {
    Map<String, Class<?>> known = new TreeMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      known.put(snakeCase(component.getName()), component.getType());
    }
    List<String> faults = new ArrayList<>();
    object.forEach(
        (member, value) -> {
          String path = name + "." + member;
          if (!known.containsKey(member)) {
            faults.add(
                "%s is not known; %s has %s"
                    .formatted(path, name, String.join(", ", known.keySet())));
          } else if (value.getValueType() != JsonValue.ValueType.NULL) {
            faults.addAll(faultsOf(path, value, known.get(member)));
          }
        });
    return faults;
  }

  private static List<String> faultsOf(String path, JsonValue value, Class<?> type) {
    if (type.isRecord()) {
      return value instanceof JsonObject object
          ? faults(path, object, type)
          : List.of(must(path, "an object", value));
    }
    boolean fits =
        switch (type.getSimpleName()) {
          case "String" -> value.getValueType() == JsonValue.ValueType.STRING;
          case "Boolean" ->
              value.getValueType() == JsonValue.ValueType.TRUE
                  || value.getValueType() == JsonValue.ValueType.FALSE;
          case "Integer" -> isWhole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
          case "Long" -> isWhole(value, Long.MIN_VALUE, Long.MAX_VALUE);
          case "Double" -> value.getValueType() == JsonValue.ValueType.NUMBER;
          default -> true;
        };
    return fits ? List.of() : List.of(must(path, described(type), value));
  }

  private static boolean isWhole(JsonValue value, long least, long most) {
    if (!(value instanceof JsonNumber number)) {
      return false;
    }
    try {
      long whole = number.bigDecimalValue().longValueExact();
      return whole >= least && whole <= most;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static String must(String path, String kind, JsonValue value) {
    String shown = value.toString();
    return "%s must be %s, not %s"
        .formatted(path, kind, shown.length() > 40 ? shown.substring(0, 40) + "..." : shown);
  }

  private static String described(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "String" -> "text";
      case "Boolean" -> "true or false";
      case "Integer", "Long" -> "a whole number";
      default -> "a number";
    };
  }

  private static String snakeCase(String name) {
    return String.join("_", Arrays.asList(name.split("(?=[A-Z])"))).toLowerCase(Locale.ROOT);
  }
}
