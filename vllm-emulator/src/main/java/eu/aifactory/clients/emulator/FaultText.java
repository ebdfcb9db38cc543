package eu.aifactory.clients.emulator;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Faults as text: the form of the command line, and JSON. Both have the same members. */
final class FaultText {
  private FaultText() {}

  static Fault parse(String text) {
    String[] parts = text.split(",");
    Map<String, String> members = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 0) {
        throw new InvalidOptionException(
            "Fault '" + text + "': '" + parts[i] + "' is not of the form name=value.");
      }
      members.put(parts[i].substring(0, equals).trim(), parts[i].substring(equals + 1).trim());
    }
    return from(FaultKind.of(parts[0].trim()), members);
  }

  static Fault fromJson(JsonObject json) {
    Map<String, String> members = new LinkedHashMap<>();
    json.forEach((name, value) -> members.put(name, plain(name, value)));
    String kind = members.remove("kind");
    if (kind == null) {
      throw new InvalidOptionException("A fault needs a member 'kind': " + json + ".");
    }
    return from(FaultKind.of(kind), members);
  }

  static String toJson(Fault fault) {
    String at = fault.at().stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    return ("{\"kind\":\"%s\",\"share\":%s,\"every\":%d,\"at\":%s,\"after\":%d,\"code\":%d,"
            + "\"retry_after\":%d,\"seconds\":%s,\"per\":%d,\"gap_ms\":%s}")
        .formatted(
            fault.kind().wireName(),
            fault.share(),
            fault.every(),
            at,
            fault.after(),
            fault.code(),
            fault.retryAfterSeconds(),
            fault.seconds(),
            fault.per(),
            fault.gapMillis());
  }

  private static String plain(String name, JsonValue value) {
    return switch (value) {
      case JsonString string -> string.getString();
      case JsonNumber number -> number.toString();
      case JsonArray array ->
          array.stream().map(JsonValue::toString).collect(Collectors.joining(";"));
      default ->
          throw new InvalidOptionException("Fault member '" + name + "' cannot be " + value + ".");
    };
  }

  private static Fault from(FaultKind kind, Map<String, String> members) {
    Fault base = Fault.of(kind);
    Fault fault =
        new Fault(
            kind,
            decimal(members, "share", base.share()),
            whole(members, "every", base.every()),
            indexes(members.remove("at")),
            whole(members, "after", base.after()),
            whole(members, "code", base.code()),
            whole(members, "retry_after", base.retryAfterSeconds()),
            decimal(members, "seconds", base.seconds()),
            whole(members, "per", base.per()),
            decimal(members, "gap_ms", base.gapMillis()));
    if (!members.isEmpty()) {
      throw new InvalidOptionException(
          "Fault "
              + kind.wireName()
              + " has no member '"
              + members.keySet().iterator().next()
              + "'.");
    }
    return fault;
  }

  private static List<Integer> indexes(String text) {
    if (text == null || text.isBlank()) {
      return List.of();
    }
    return Stream.of(text.split(";")).map(part -> (int) number("at", part.trim())).toList();
  }

  private static int whole(Map<String, String> members, String name, int absent) {
    String text = members.remove(name);
    if (text == null) {
      return absent;
    }
    double value = number(name, text);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new InvalidOptionException(
          "Fault member " + name + " needs a whole number, not '" + text + "'.");
    }
    return (int) value;
  }

  private static double decimal(Map<String, String> members, String name, double absent) {
    String text = members.remove(name);
    return text == null ? absent : number(name, text);
  }

  private static double number(String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidOptionException(
          "Fault member " + name + " needs a number, not '" + text + "'.");
    }
  }
}
