package eu.aifactory.clients.protocol;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A member of a record as it is on the wire.
 *
 * @param name in {@code snake_case}
 * @param required whether it is {@link Required}
 * @param path the accessors that lead to it, from the record through its {@link Flattened.Part}s
 */
public record WireMember(String name, Type type, boolean required, List<Method> path) {
  /** Looked for once a record: each body that is read asks for them. */
  private static final ClassValue<Map<String, WireMember>> KNOWN =
      new ClassValue<>() {
        @Override
        protected Map<String, WireMember> computeValue(Class<?> record) {
          Map<String, WireMember> members = new TreeMap<>();
          collect(record, List.of(), members);
          return Collections.unmodifiableMap(members);
        }
      };

  public WireMember {
    path = List.copyOf(path);
  }

  /** Those of a record, its parts' among them, by their names and in the order of these. */
  public static Map<String, WireMember> of(Class<?> record) {
    return KNOWN.get(record);
  }

  private static void collect(
      Class<?> record, List<Method> before, Map<String, WireMember> members) {
    for (RecordComponent component : record.getRecordComponents()) {
      List<Method> path = new ArrayList<>(before);
      path.add(component.getAccessor());
      if (Flattened.Part.class.isAssignableFrom(component.getType())) {
        collect(component.getType(), path, members);
      } else {
        WireMember member =
            new WireMember(
                nameOf(component),
                component.getGenericType(),
                component.isAnnotationPresent(Required.class),
                path);
        if (members.put(member.name(), member) != null) {
          throw new IllegalStateException("%s has two of %s".formatted(record, member.name()));
        }
      }
    }
  }

  static String nameOf(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** What a record holds under this name. */
  Object valueIn(Object record) {
    Object value = record;
    for (Method accessor : path) {
      try {
        value = accessor.invoke(value);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(name + " cannot be read", e);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(name + " cannot be read", e.getCause());
      }
    }
    return value;
  }
}
