package eu.aifactory.clients.protocol.records;

import java.io.IOException;

/** Single values as JSON, RFC 8259; a library's generator would cost more than the rest. */
final class JsonText {
  private JsonText() {}

  static void write(Object value, Appendable to) throws IOException {
    switch (value) {
      case String text -> quote(text, to);
      case long[] numbers -> {
        char before = '[';
        for (long number : numbers) {
          to.append(before).append(Long.toString(number));
          before = ',';
        }
        to.append(numbers.length == 0 ? "[]" : "]");
      }
      case int[] numbers -> {
        char before = '[';
        for (int number : numbers) {
          to.append(before).append(Integer.toString(number));
          before = ',';
        }
        to.append(numbers.length == 0 ? "[]" : "]");
      }
      case null -> to.append("null");
      default -> to.append(value.toString());
    }
  }

  private static void quote(String text, Appendable to) throws IOException {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '"' || letter == '\\') {
        to.append('\\').append(letter);
      } else if (letter < 0x20) {
        to.append("\\u%04x".formatted((int) letter));
      } else {
        to.append(letter);
      }
    }
    to.append('"');
  }
}
