package eu.aifactory.clients.protocol.compare;

import java.util.Locale;

/** In which direction a figure is better. */
enum Better {
  LOWER,
  HIGHER;

  /** How much worse a change makes it: positive is worse. */
  double worseBy(double change) {
    return this == LOWER ? change : -change;
  }

  /** The name on the wire. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
