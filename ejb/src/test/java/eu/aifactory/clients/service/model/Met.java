package eu.aifactory.clients.service.model;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each thing was met, in all sequences together. Thread-safe. */
final class Met {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void note(Enum<?> what) {
    note(name(what));
  }

  void note(String what) {
    counts.computeIfAbsent(what, unused -> new LongAdder()).increment();
  }

  long count(String what) {
    LongAdder count = counts.get(what);
    return count == null ? 0 : count.sum();
  }

  /** Of these, those that never came. */
  Set<String> missing(Collection<String> expected) {
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(counts.keySet());
    return missing;
  }

  /** The names under which all of an enumeration are noted. */
  static <E extends Enum<E>> Set<String> all(Class<E> type) {
    Set<String> names = new TreeSet<>();
    EnumSet.allOf(type).forEach(value -> names.add(name(value)));
    return names;
  }

  private static String name(Enum<?> value) {
    return value.getDeclaringClass().getSimpleName() + "." + value.name();
  }

  @Override
  public String toString() {
    return new TreeMap<>(counts).toString();
  }
}
