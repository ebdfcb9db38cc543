package eu.aifactory.clients.protocol;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares JSON with a record of this package before it is bound to it, so that a member at fault
 * is named with its value instead of failing somewhere inside a library.
 */
public final class WireShape {
  /**
   * A typing error in these would silently become a default, and another load than was asked for.
   */
  private static final Set<Class<?>> CLOSED =
      Set.of(
          Workload.class,
          Workload.Load.class,
          Workload.Ramp.class,
          Workload.Burst.class,
          Workload.Sweep.class,
          Workload.Search.class,
          Workload.Stop.class,
          Workload.Prompts.class,
          Workload.SharedPrefix.class,
          Workload.Conversations.class,
          WorkloadClass.class,
          Distribution.class,
          Workload.Output.class,
          Workload.Slo.class,
          Workload.Limits.class,
          Workload.Records.class,
          JobOptions.class);

  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, Integer.class, long.class, Long.class);
  private static final Set<Class<?>> DECIMAL = Set.of(double.class, Double.class);
  private static final Set<Class<?>> TRUTH = Set.of(boolean.class, Boolean.class);

  private final List<String> problems = new ArrayList<>();

  private WireShape() {}

  /** What keeps the JSON from being bound to the record, a sentence a fault; empty when nothing. */
  public static List<String> problems(Class<?> record, JsonValue json) {
    return problems("", record, json);
  }

  /**
   * The same for a part of a body.
   *
   * @param name by which the sentences call the part; empty for a whole body
   */
  public static List<String> problems(String name, Class<?> record, JsonValue json) {
    WireShape shape = new WireShape();
    shape.check(name, record, json);
    return List.copyOf(shape.problems);
  }

  private void check(String name, Type type, JsonValue json) {
    if (json.getValueType() == ValueType.NULL) {
      refuseUnless(!(type instanceof Class<?> plain && plain.isPrimitive()), name, "given", json);
      return;
    }
    if (type instanceof ParameterizedType generic) {
      checkGeneric(name, generic, json);
    } else if (type instanceof Class<?> plain) {
      checkPlain(name, plain, json);
    }
  }

  private void checkPlain(String name, Class<?> type, JsonValue json) {
    if (type.isRecord()) {
      checkRecord(name, type, json);
    } else if (WHOLE.contains(type)) {
      boolean fits = json instanceof JsonNumber number && isWhole(number, type);
      refuseUnless(fits || isDigits(name, json), name, "a whole number", json);
    } else if (DECIMAL.contains(type)) {
      refuseUnless(json instanceof JsonNumber, name, "a number", json);
    } else if (TRUTH.contains(type)) {
      boolean truth =
          json.getValueType() == ValueType.TRUE || json.getValueType() == ValueType.FALSE;
      refuseUnless(truth, name, "true or false", json);
    } else if (type == String.class) {
      refuseUnless(json instanceof JsonString, name, "text", json);
    }
  }

  private void checkRecord(String name, Class<?> type, JsonValue json) {
    if (!(json instanceof JsonObject object)) {
      refuseUnless(false, name, "an object", json);
      return;
    }
    Map<String, WireMember> members = WireMember.of(type);
    object.forEach(
        (key, value) -> {
          String path = name.isEmpty() ? key : name + "." + key;
          WireMember member = members.get(key);
          if (member != null) {
            check(path, member.type(), value);
          } else if (CLOSED.contains(type)) {
            problems.add(
                "%s is not known; %s has %s"
                    .formatted(path, name, String.join(", ", members.keySet())));
          }
        });
  }

  private void checkGeneric(String name, ParameterizedType type, JsonValue json) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == List.class) {
      if (json instanceof JsonArray array) {
        for (int i = 0; i < array.size(); i++) {
          check("%s[%d]".formatted(name, i), arguments[0], array.get(i));
        }
      } else {
        refuseUnless(false, name, "a list", json);
      }
    } else if (type.getRawType() == Map.class) {
      if (json instanceof JsonObject object) {
        object.forEach(
            (key, value) -> {
              refuseUnless(
                  value.getValueType() != ValueType.NULL, name + "." + key, "given", value);
              check(name + "." + key, arguments[1], value);
            });
      } else {
        refuseUnless(false, name, "an object", json);
      }
    }
  }

  private static boolean isWhole(JsonNumber number, Class<?> type) {
    BigDecimal value = number.bigDecimalValue();
    // The scale is bounded first: the digits of 1e999999999 would fill the memory.
    if (Math.abs((long) value.scale()) > 20 || value.stripTrailingZeros().scale() > 0) {
      return false;
    }
    int most = type == int.class || type == Integer.class ? 31 : 63;
    return value.toBigInteger().bitLength() <= most;
  }

  /** The specification's clients send a port as a string of digits, too. */
  private static boolean isDigits(String name, JsonValue json) {
    return name.equals("port")
        && json instanceof JsonString text
        && text.getString().matches("[0-9]{1,9}");
  }

  private void refuseUnless(boolean fits, String name, String wanted, JsonValue json) {
    if (!fits) {
      String shown = json.toString();
      problems.add(
          "%s must be %s, not %s"
              .formatted(
                  name.isEmpty() ? "the body" : name,
                  wanted,
                  shown.length() > 80 ? shown.substring(0, 80) + "…" : shown));
    }
  }
}
