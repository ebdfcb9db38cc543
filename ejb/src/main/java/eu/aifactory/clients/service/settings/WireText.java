package eu.aifactory.clients.service.settings;

import eu.aifactory.clients.protocol.WireJson;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;

/** Records of the protocol as JSON text, as the database keeps them. Thread-safe. */
public final class WireText {
  // One for the application: building it costs milliseconds, and it is thread-safe by contract.
  private static final Jsonb JSON = JsonbBuilder.create(WireJson.config());

  private WireText() {}

  public static String write(Object value) {
    return JSON.toJson(value);
  }

  public static <T> T read(String text, Class<T> type) {
    return JSON.fromJson(text, type);
  }
}
