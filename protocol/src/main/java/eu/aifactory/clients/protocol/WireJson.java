package eu.aifactory.clients.protocol;

import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyNamingStrategy;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.stream.JsonGenerator;
import java.math.BigDecimal;

/**
 * How the records of this package become JSON: the one rule for service, agent and command line.
 */
public final class WireJson {
  private WireJson() {}

  /** Members in {@code snake_case}; what is not known is {@code null}, never left out. */
  public static JsonbConfig config() {
    return new JsonbConfig()
        .withPropertyNamingStrategy(PropertyNamingStrategy.LOWER_CASE_WITH_UNDERSCORES)
        .withNullValues(true)
        .withSerializers(new PlainDecimals(), new FlattenedJson.Writer())
        .withDeserializers(new FlattenedJson.Reader());
  }

  /**
   * Writes 1634567890.123 and not 1.634567890123E9, which people cannot read. Members that can be
   * large are boxed for it: JSON-B asks no serializer for a primitive.
   */
  static final class PlainDecimals implements JsonbSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator generator, SerializationContext context) {
      if (value.isNaN() || value.isInfinite()) {
        // JSON has no word for these; what cannot be measured is null.
        generator.writeNull();
      } else {
        generator.write(new BigDecimal(BigDecimal.valueOf(value).toPlainString()));
      }
    }
  }
}
