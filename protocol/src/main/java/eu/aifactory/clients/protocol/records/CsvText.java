package eu.aifactory.clients.protocol.records;

import java.io.IOException;

/**
 * Single values as fields of CSV, RFC 4180: what holds a quote, a comma or the end of a line is put
 * into quotes. Numbers of a list are divided by blanks.
 */
final class CsvText {
  private CsvText() {}

  static void write(Object value, Appendable to) throws IOException {
    switch (value) {
      case String text -> field(text, to);
      case long[] numbers -> {
        for (int i = 0; i < numbers.length; i++) {
          to.append(i == 0 ? "" : " ").append(Long.toString(numbers[i]));
        }
      }
      case int[] numbers -> {
        for (int i = 0; i < numbers.length; i++) {
          to.append(i == 0 ? "" : " ").append(Integer.toString(numbers[i]));
        }
      }
      case null -> {
        // Empty: a text that is empty cannot be told from it, and no member has one.
      }
      default -> to.append(value.toString());
    }
  }

  private static void field(String text, Appendable to) throws IOException {
    if (text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')) {
      to.append(text);
      return;
    }
    to.append('"').append(text.replace("\"", "\"\"")).append('"');
  }
}
