package eu.aifactory.clients.service.limit;

import java.util.regex.Pattern;

/**
 * How often something may be done.
 *
 * @param perSecond on average, more than 0
 * @param burst at once after a quiet time, 1 or more
 */
public record Rate(double perSecond, double burst) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?),(\\d{1,7})");

  public Rate {
    if (!(perSecond > 0) || !(burst >= 1)) {
      throw new IllegalArgumentException(
          "a rate must be more than 0 and a burst 1 or more, not %s and %s"
              .formatted(perSecond, burst));
    }
  }

  /**
   * @param name of the setting, for the message
   * @param text such as {@code 50,500}: 50 a second, 500 at once
   * @throws IllegalArgumentException naming a text that is no rate
   */
  static Rate named(String name, String text) {
    var parts = FORM.matcher(text.replace(" ", ""));
    if (parts.matches()) {
      double perSecond = Double.parseDouble(parts.group(1));
      double burst = Double.parseDouble(parts.group(2));
      if (perSecond > 0 && burst >= 1) {
        return new Rate(perSecond, burst);
      }
    }
    throw new IllegalArgumentException(
        "%s must be how many a second and how many at once, such as 50,500, not \"%s\""
            .formatted(name, text));
  }

  /** The same for so many who share it. */
  Rate times(int many) {
    return new Rate(perSecond * many, burst * many);
  }
}
