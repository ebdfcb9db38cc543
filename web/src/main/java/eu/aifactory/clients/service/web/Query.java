package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.group.InvalidRequestException;

/** Reads query parameters, naming the one at fault. */
final class Query {
  private Query() {}

  /** Whether the one word that it may be was said. */
  static boolean word(String name, String text, String only) {
    if (text == null || text.equals(only)) {
      return text != null;
    }
    throw new InvalidRequestException("%s must be %s, not \"%s\"".formatted(name, only, text));
  }

  static int wholeNumber(String name, String text, int least, int most) {
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // the same sentence says it
    }
    throw new InvalidRequestException(
        "%s must be a whole number from %d to %d, not \"%s\"".formatted(name, least, most, text));
  }
}
