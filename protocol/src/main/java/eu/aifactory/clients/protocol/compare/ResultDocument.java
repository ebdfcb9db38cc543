package eu.aifactory.clients.protocol.compare;

import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.FigureParts;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.result.Verdict;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/**
 * A result as it was written, by this version or by another: read by its members' names, so that
 * what a version does not know is still compared.
 */
public final class ResultDocument {
  private final String name;
  private final JsonObject json;
  private final Verdict verdict;

  private ResultDocument(String name, JsonObject json) {
    this.name = name;
    this.json = json;
    this.verdict = readVerdict();
  }

  /**
   * @param name by which sentences call it: a file, a run id, a baseline
   * @throws UnfitComparisonException naming the document and the member at fault
   */
  public static ResultDocument of(String name, JsonObject json) {
    return new ResultDocument(name, json);
  }

  /**
   * The same from text.
   *
   * @throws UnfitComparisonException naming the document and the member at fault
   */
  public static ResultDocument parse(String name, String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return of(name, reader.readObject());
    } catch (JsonException e) {
      throw new UnfitComparisonException("%s is not a JSON object".formatted(name));
    }
  }

  public String name() {
    return name;
  }

  /** Whether the JSON looks like one at all. */
  public static boolean looksLike(JsonObject json) {
    return json.containsKey("verdict") && json.containsKey("requests");
  }

  Verdict verdict() {
    return verdict;
  }

  List<String> verdictReasons() {
    return json.get("verdict_reasons") instanceof JsonArray reasons
        ? reasons.getValuesAs(JsonValue.class).stream()
            .filter(JsonString.class::isInstance)
            .map(reason -> ((JsonString) reason).getString())
            .toList()
        : List.of();
  }

  /** Text or number as text; empty when it is not there. */
  Optional<String> text(String... path) {
    return switch (at(path)) {
      case JsonString text -> Optional.of(text.getString());
      case JsonNumber number -> Optional.of(number.toString());
      default -> Optional.empty();
    };
  }

  /**
   * A measured number; empty when it was not measured.
   *
   * @throws UnfitComparisonException when the member is no number
   */
  OptionalDouble number(String... path) {
    JsonValue value = at(path);
    if (value.getValueType() == JsonValue.ValueType.NULL) {
      return OptionalDouble.empty();
    }
    if (value instanceof JsonNumber number) {
      return OptionalDouble.of(number.doubleValue());
    }
    throw unfit(String.join(".", path), "a number", value);
  }

  /** The member, {@link JsonValue#NULL} when there is none. */
  JsonValue at(String... path) {
    JsonValue value = json;
    for (String member : path) {
      value = value instanceof JsonObject object ? object.get(member) : null;
      if (value == null) {
        return JsonValue.NULL;
      }
    }
    return value;
  }

  /**
   * Nanoseconds; empty when the document carries no such latencies.
   *
   * @throws UnfitComparisonException when they cannot be read
   */
  Optional<Histogram> histogram(Figure figure) {
    return at("histograms", figure.wireName()) instanceof JsonString text
        ? Optional.of(decoded(figure, text.getString()))
            .filter(histogram -> histogram.getTotalCount() > 0)
        : Optional.empty();
  }

  /** Requests whose latencies it holds. */
  long succeeded() {
    return (long) number("requests", "succeeded").orElse(0);
  }

  /** Who measured: {@code aif}, or the tool that the result was imported from. */
  String tool() {
    return text("imported_from").orElse("aif");
  }

  private Verdict readVerdict() {
    JsonValue value = json.getOrDefault("verdict", JsonValue.NULL);
    if (value instanceof JsonString text) {
      for (Verdict known : Verdict.values()) {
        if (known.name().equals(text.getString())) {
          return known;
        }
      }
    }
    throw unfit("verdict", "that of a result", value);
  }

  private Histogram decoded(Figure figure, String text) {
    Map<String, String> one = Map.of(figure.wireName(), text);
    try {
      return Figures.of(new FigureParts(one, null, null, null, null, 0, 0)).histogram(figure);
    } catch (IllegalArgumentException e) {
      throw new UnfitComparisonException(
          "%s: histograms.%s cannot be read".formatted(name, figure.wireName()));
    }
  }

  private UnfitComparisonException unfit(String member, String wanted, JsonValue found) {
    String shown = found.toString();
    return new UnfitComparisonException(
        "%s: %s must be %s, not %s"
            .formatted(
                name, member, wanted, shown.length() > 80 ? shown.substring(0, 80) + "…" : shown));
  }
}
