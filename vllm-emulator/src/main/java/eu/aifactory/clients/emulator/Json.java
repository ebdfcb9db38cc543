package eu.aifactory.clients.emulator;

import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads request bodies, and writes the one thing that templates cannot: quoted text. */
final class Json {
  /** Looked up once: the static methods of jakarta.json search the class path at each call. */
  private static final JsonReaderFactory READERS =
      JsonProvider.provider().createReaderFactory(Map.of());

  private Json() {}

  /**
   * @throws JsonException when the body is not JSON in UTF-8
   */
  static JsonValue parse(byte[] body) {
    try (JsonReader reader =
        READERS.createReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8)) {
      return reader.readValue();
    }
  }

  /** The text as a JSON string with its quotes. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    appendEscaped(quoted, text);
    return quoted.append('"').toString();
  }

  /** The text as it stands inside a JSON string. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    appendEscaped(escaped, text);
    return escaped.toString();
  }

  private static void appendEscaped(StringBuilder to, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> to.append("\\\"");
        case '\\' -> to.append("\\\\");
        case '\n' -> to.append("\\n");
        case '\r' -> to.append("\\r");
        case '\t' -> to.append("\\t");
        default -> {
          if (c < ' ') {
            to.append("\\u%04x".formatted((int) c));
          } else {
            to.append(c);
          }
        }
      }
    }
  }
}
