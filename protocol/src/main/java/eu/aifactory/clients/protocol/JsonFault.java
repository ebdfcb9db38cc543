package eu.aifactory.clients.protocol;

import jakarta.json.JsonException;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;

/** Says where a text stops being JSON, for the person who wrote it. */
public final class JsonFault {
  private JsonFault() {}

  /**
   * A few words without a full stop. Where the text just ends, the parser's own place lies
   * somewhere behind it and would mislead.
   *
   * @param text that was parsed, whole
   */
  public static String in(String text, JsonException failure) {
    if (!(failure instanceof JsonParsingException parsing)) {
      return "it cannot be read";
    }
    JsonLocation at = parsing.getLocation();
    return at.getStreamOffset() >= text.length()
        ? "it ends before it is complete"
        : "line %d, column %d".formatted(at.getLineNumber(), at.getColumnNumber());
  }
}
