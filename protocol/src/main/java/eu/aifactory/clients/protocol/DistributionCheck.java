package eu.aifactory.clients.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what is wrong with a distribution, one sentence a fault. */
final class DistributionCheck {
  private static final Map<String, Set<String>> NEEDED =
      Map.of(
          Distribution.FIXED, Set.of("value"),
          Distribution.UNIFORM, Set.of("min", "max"),
          Distribution.NORMAL, Set.of("mean", "stddev"),
          Distribution.LOGNORMAL, Set.of("mean", "stddev"),
          Distribution.EXPONENTIAL, Set.of("mean"));
  private static final Set<String> BOUNDS = Set.of("min", "max");

  private final String member;
  private final double least;
  private final double most;
  private final List<String> problems = new ArrayList<>();

  private DistributionCheck(String member, double least, double most) {
    this.member = member;
    this.least = least;
    this.most = most;
  }

  /**
   * @param member by which the sentences call it
   * @param least what no number may be below
   * @param most what no number may be above
   */
  static List<String> problems(String member, Distribution given, double least, double most) {
    DistributionCheck check = new DistributionCheck(member, least, most);
    check.check(given);
    return check.problems;
  }

  private void check(Distribution given) {
    Set<String> needed = NEEDED.get(given.kind());
    if (needed == null) {
      problems.add(
          "%s.kind must be one of %s, not \"%s\""
              .formatted(
                  member,
                  String.join(", ", NEEDED.keySet().stream().sorted().toList()),
                  given.kind()));
      return;
    }
    values(given).forEach((name, value) -> member(given.kind(), needed, name, value));
    if (problems.isEmpty()) {
      bounds(given);
    }
  }

  private static Map<String, Double> values(Distribution given) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("value", given.value());
    values.put("mean", given.mean());
    values.put("stddev", given.stddev());
    values.put("min", given.min());
    values.put("max", given.max());
    return values;
  }

  private void member(String kind, Set<String> needed, String name, Double value) {
    String path = member + "." + name;
    boolean bound = BOUNDS.contains(name) && !Distribution.FIXED.equals(kind);
    if (value == null) {
      if (needed.contains(name)) {
        problems.add("%s is missing, and %s.kind is \"%s\"".formatted(path, member, kind));
      }
    } else if (!needed.contains(name) && !bound) {
      problems.add("%s is given, and %s.kind is \"%s\"".formatted(path, member, kind));
    } else if (name.equals("stddev")) {
      if (!(value > 0 && value <= most)) {
        problems.add(
            "%s must be more than 0 and at most %s, not %s"
                .formatted(path, plain(most), plain(value)));
      }
    } else if (!(value >= least && value <= most)) {
      problems.add(
          "%s must be %s to %s, not %s".formatted(path, plain(least), plain(most), plain(value)));
    }
  }

  private void bounds(Distribution given) {
    if (given.min() != null && given.max() != null && given.min() > given.max()) {
      problems.add(
          "%s.min (%s) is more than %s.max (%s)"
              .formatted(member, plain(given.min()), member, plain(given.max())));
      return;
    }
    boolean below = given.mean() != null && given.min() != null && given.mean() < given.min();
    boolean above = given.mean() != null && given.max() != null && given.mean() > given.max();
    if (below || above) {
      problems.add(
          "%s.mean (%s) lies outside %s.min and %s.max"
              .formatted(member, plain(given.mean()), member, member));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
