package eu.aifactory.clients.protocol.importer;

import eu.aifactory.clients.protocol.compare.UnfitComparisonException;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A part of another tool's result, read by the names of its members.
 *
 * @param name of the file, for sentences
 * @param where the part lies in it, empty or ending with a dot
 */
record ForeignFile(String name, String where, JsonObject json) {

  /** A number; {@code null} when there is none. */
  Double number(String path) {
    JsonValue value = at(path);
    return switch (value) {
      case JsonNumber number -> number.doubleValue();
      case JsonValue none -> {
        if (none.getValueType() == JsonValue.ValueType.NULL) {
          yield null;
        }
        throw unfit(path, "a number", none);
      }
    };
  }

  /** A number that every result of this tool has. */
  double required(String path) {
    Double number = number(path);
    if (number == null) {
      throw unfit(path, "a number", JsonValue.NULL);
    }
    return number;
  }

  /** A whole number of things, likewise. */
  long count(String path) {
    double number = required(path);
    if (number < 0 || number != Math.rint(number)) {
      throw unfit(path, "a whole number, 0 or more", at(path));
    }
    return (long) number;
  }

  /** Text, or a number as it stands; {@code null} when there is none. */
  String text(String path) {
    JsonValue value = at(path);
    return switch (value) {
      case JsonString text -> text.getString();
      case JsonNumber number -> number.toString();
      default -> null;
    };
  }

  /** The parts of a list; none when there is no such list. */
  List<ForeignFile> parts(String path) {
    if (!(at(path) instanceof JsonArray array)) {
      return List.of();
    }
    return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
        .map(i -> part("%s[%d]".formatted(path, i), array.get(i)))
        .toList();
  }

  /** The object there; empty when there is none. */
  Optional<ForeignFile> part(String path) {
    return at(path) instanceof JsonObject object
        ? Optional.of(new ForeignFile(name, where + path + ".", object))
        : Optional.empty();
  }

  UnfitComparisonException unfit(String path, String wanted, JsonValue found) {
    String shown = found.getValueType() == JsonValue.ValueType.NULL ? "missing" : found.toString();
    return new UnfitComparisonException(
        String.format(
            Locale.ROOT,
            "%s: %s%s must be %s, and is %s",
            name,
            where,
            path,
            wanted,
            shown.length() > 80 ? shown.substring(0, 80) + "…" : shown));
  }

  private ForeignFile part(String path, JsonValue value) {
    if (value instanceof JsonObject object) {
      return new ForeignFile(name, where + path + ".", object);
    }
    throw unfit(path, "an object", value);
  }

  private JsonValue at(String path) {
    JsonValue value = json;
    for (String member : path.split("\\.")) {
      value = value instanceof JsonObject object ? object.get(member) : null;
      if (value == null) {
        return JsonValue.NULL;
      }
    }
    return value;
  }
}
