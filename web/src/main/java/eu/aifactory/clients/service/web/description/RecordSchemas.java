package eu.aifactory.clients.service.web.description;

import eu.aifactory.clients.protocol.WireMember;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * Schemas of the protocol's records, with the members as they are on the wire. Servers that read
 * the classes themselves find no members in records, or not by these names.
 */
final class RecordSchemas {
  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, Integer.class, long.class, Long.class);
  private static final Set<Class<?>> DECIMAL = Set.of(double.class, Double.class);
  private static final Set<Class<?>> TRUTH = Set.of(boolean.class, Boolean.class);

  private final Map<String, Schema> byName = new TreeMap<>();

  /** A reference to the record's schema, which is described with all that it holds. */
  Schema refer(Class<?> type) {
    String name = nameOf(type);
    if (!byName.containsKey(name)) {
      Schema schema = OASFactory.createSchema().type(SchemaType.OBJECT);
      // Before its members: a record may hold itself.
      byName.put(name, schema);
      for (WireMember member : WireMember.of(type).values()) {
        if (member.required()) {
          schema.addRequired(member.name());
          schema.addProperty(member.name(), of(member.type()));
        } else {
          schema.addProperty(member.name(), orNull(member.type()));
        }
      }
    }
    return OASFactory.createSchema().ref("#/components/schemas/" + name);
  }

  /** All that were referred to, by name. */
  Map<String, Schema> all() {
    return Map.copyOf(byName);
  }

  private Schema orNull(Type type) {
    Schema schema = of(type);
    boolean plain = type instanceof Class<?> known && !known.isPrimitive() && !known.isRecord();
    return plain ? schema.nullable(true) : schema;
  }

  private Schema of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return generic.getRawType() == List.class
          ? OASFactory.createSchema().type(SchemaType.ARRAY).items(orNull(arguments[0]))
          : OASFactory.createSchema()
              .type(SchemaType.OBJECT)
              .additionalPropertiesSchema(orNull(arguments[1]));
    }
    return ofPlain((Class<?>) type);
  }

  private Schema ofPlain(Class<?> type) {
    if (type.isRecord()) {
      return refer(type);
    }
    Schema schema = OASFactory.createSchema();
    if (WHOLE.contains(type)) {
      return schema.type(SchemaType.INTEGER);
    }
    if (DECIMAL.contains(type)) {
      return schema.type(SchemaType.NUMBER);
    }
    if (TRUTH.contains(type)) {
      return schema.type(SchemaType.BOOLEAN);
    }
    if (type.isEnum()) {
      schema.enumeration(
          List.of((Object[]) type.getEnumConstants()).stream()
              .map(constant -> (Object) constant.toString())
              .toList());
    }
    return schema.type(SchemaType.STRING);
  }

  /** With the enclosing record's name, as there are an Agent and a Run in several. */
  private static String nameOf(Class<?> type) {
    Class<?> enclosing = type.getEnclosingClass();
    return enclosing == null ? type.getSimpleName() : nameOf(enclosing) + type.getSimpleName();
  }
}
