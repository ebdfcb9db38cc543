package eu.aifactory.clients.load.prompts;

import jakarta.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Messages as JSON, one behind the other: a list of objects, or one text. */
final class Encoding {
  private final boolean chat;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Encoding(boolean chat) {
    this.chat = chat;
    append(chat ? "[" : "\"");
  }

  void add(Prompt.Message message) {
    boolean first = bytes.size() == 1;
    if (chat) {
      append(first ? "" : ",");
      append("{\"role\":\"" + escaped(message.role()));
      append("\",\"content\":\"" + escaped(message.content()) + "\"}");
    } else {
      append(first ? "" : escaped(Prompt.BETWEEN_MESSAGES));
      append(escaped(message.content()));
    }
  }

  int length() {
    return bytes.size();
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  private void append(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String escaped(String text) {
    String quoted = Json.createValue(text).toString();
    return quoted.substring(1, quoted.length() - 1);
  }
}
