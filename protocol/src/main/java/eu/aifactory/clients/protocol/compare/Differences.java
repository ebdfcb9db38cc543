package eu.aifactory.clients.protocol.compare;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the results differ in beside their figures. Members are compared by their paths: also those
 * that this version does not know.
 */
final class Differences {
  static final String LOAD = "load";
  private static final String SERVER = "server";
  private static final String MEASUREMENT = "measurement";

  /** A name for all the others, and not the same of two versions of this software. */
  private static final String HASH = "workload.hash";

  private final List<Map<String, String>> base;
  private final List<Map<String, String>> with;

  private Differences(List<ResultDocument> base, List<ResultDocument> with) {
    this.base = base.stream().map(Differences::members).toList();
    this.with = with.stream().map(Differences::members).toList();
  }

  /** Those of the load first. */
  static List<Comparison.Difference> between(List<ResultDocument> base, List<ResultDocument> with) {
    Differences differences = new Differences(base, with);
    List<Comparison.Difference> found = new ArrayList<>();
    for (String kind : List.of(LOAD, SERVER, MEASUREMENT)) {
      differences.paths(kind).forEach(path -> differences.at(kind, path).ifPresent(found::add));
    }
    return found;
  }

  private Set<String> paths(String kind) {
    Set<String> paths = new TreeSet<>();
    base.forEach(members -> paths.addAll(members.keySet()));
    with.forEach(members -> paths.addAll(members.keySet()));
    paths.removeIf(path -> !kindOf(path).equals(kind));
    return paths;
  }

  /** A difference also when the runs of one side differ among themselves. */
  private Optional<Comparison.Difference> at(String kind, String path) {
    Set<String> one = values(base, path);
    Set<String> other = values(with, path);
    return one.size() == 1 && one.equals(other)
        ? Optional.empty()
        : Optional.of(new Comparison.Difference(kind, path, shown(one), shown(other)));
  }

  private static Set<String> values(List<Map<String, String>> side, String path) {
    return side.stream()
        .map(members -> members.getOrDefault(path, ""))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String shown(Set<String> values) {
    return values.size() == 1 && values.contains("")
        ? null
        : values.stream()
            .map(value -> value.isEmpty() ? "none" : value)
            .collect(Collectors.joining(" and "));
  }

  private static String kindOf(String path) {
    if (path.startsWith("workload.") || path.equals("tool")) {
      return LOAD;
    }
    return path.startsWith("provenance.server.") ? SERVER : MEASUREMENT;
  }

  private static Map<String, String> members(ResultDocument document) {
    Map<String, String> members = new TreeMap<>();
    flatten("workload", document.at("workload"), members);
    members.remove(HASH);
    // Another definition of the same figures is as another load.
    members.put("tool", document.tool());
    for (String member : List.of("url", "kind", "version", "model")) {
      document
          .text("provenance", "server", member)
          .ifPresent(value -> members.put("provenance.server." + member, value));
    }
    for (String member : List.of("software", "java", "host")) {
      document
          .text("provenance", member)
          .ifPresent(value -> members.put("provenance." + member, value));
    }
    document
        .text("tokens", "counted_by")
        .ifPresent(value -> members.put("tokens.counted_by", value));
    if (document.at("agents") instanceof JsonArray agents && !agents.isEmpty()) {
      members.put("agents", Integer.toString(agents.size()));
    }
    return members;
  }

  private static void flatten(String path, JsonValue value, Map<String, String> members) {
    switch (value) {
      case JsonObject object ->
          object.forEach((name, member) -> flatten(path + "." + name, member, members));
      case JsonArray array -> {
        for (int i = 0; i < array.size(); i++) {
          flatten("%s[%d]".formatted(path, i), array.get(i), members);
        }
      }
      case JsonString text -> members.put(path, text.getString());
      default -> {
        if (value.getValueType() != JsonValue.ValueType.NULL) {
          members.put(path, plain(value));
        }
      }
    }
  }

  /** 30 and 30.0 are the same. */
  private static String plain(JsonValue value) {
    return value instanceof JsonNumber number
        ? number.bigDecimalValue().stripTrailingZeros().toPlainString()
        : value.toString();
  }
}
