package eu.aifactory.clients.protocol;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParser;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** How {@link Flattened} records become JSON and come back. JSON-B 3 has no annotation for it. */
final class FlattenedJson {
  private static final Jsonb WHOLE = JsonbBuilder.create(WireJson.config());

  private FlattenedJson() {}

  static final class Writer implements JsonbSerializer<Flattened> {
    @Override
    public void serialize(Flattened record, JsonGenerator generator, SerializationContext context) {
      generator.writeStartObject();
      for (WireMember member : WireMember.of(record.getClass()).values()) {
        Object value = member.valueIn(record);
        if (value == null) {
          generator.writeNull(member.name());
        } else {
          context.serialize(member.name(), value, generator);
        }
      }
      generator.writeEnd();
    }
  }

  /** Members of unknown names are passed over, those that are not there are {@code null} or 0. */
  static final class Reader implements JsonbDeserializer<Flattened> {
    @Override
    public Flattened deserialize(JsonParser parser, DeserializationContext context, Type type) {
      Class<?> record = (Class<?>) type;
      JsonObject object = parser.getObject();
      Map<String, Object> values = new HashMap<>();
      for (WireMember member : WireMember.of(record).values()) {
        JsonValue value = object.getOrDefault(member.name(), JsonValue.NULL);
        if (value.getValueType() != JsonValue.ValueType.NULL) {
          // The context's own way fails where a member is null.
          values.put(member.name(), WHOLE.fromJson(value.toString(), member.type()));
        }
      }
      return (Flattened) made(record, values);
    }

    private static Object made(Class<?> record, Map<String, Object> values) {
      RecordComponent[] components = record.getRecordComponents();
      Object[] arguments =
          Arrays.stream(components).map(component -> argument(component, values)).toArray();
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      try {
        Constructor<?> canonical = record.getConstructor(types);
        return canonical.newInstance(arguments);
      } catch (InvocationTargetException e) {
        throw new JsonbException(e.getCause().getMessage(), e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(record + " is no public record", e);
      }
    }

    private static Object argument(RecordComponent component, Map<String, Object> values) {
      if (Flattened.Part.class.isAssignableFrom(component.getType())) {
        return made(component.getType(), values);
      }
      Object value = values.get(WireMember.nameOf(component));
      boolean number = value == null && component.getType().isPrimitive();
      // The only primitive that these records have.
      return number ? (Object) 0 : value;
    }
  }
}
