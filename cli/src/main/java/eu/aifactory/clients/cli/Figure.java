package eu.aifactory.clients.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as a person reads them; what is not known is a dash. */
final class Figure {
  static final String UNKNOWN = "-";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private Figure() {}

  /** Three or more significant digits, never more than two decimals. */
  static String of(Double number) {
    if (number == null) {
      return UNKNOWN;
    }
    String format = Math.abs(number) >= 1000 ? "%.0f" : Math.abs(number) >= 100 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, number);
  }

  static String of(Long number) {
    return number == null ? UNKNOWN : Long.toString(number);
  }

  static String percent(Double share) {
    return share == null ? UNKNOWN : String.format(Locale.ROOT, "%.0f%%", share * 100);
  }

  static String text(String value) {
    return value == null ? UNKNOWN : value;
  }

  /** Seconds since the epoch, in the zone of this machine. */
  static String time(Double epochSeconds) {
    return epochSeconds == null
        ? UNKNOWN
        : TIME.format(Instant.ofEpochMilli(Math.round(epochSeconds * 1000)));
  }
}
