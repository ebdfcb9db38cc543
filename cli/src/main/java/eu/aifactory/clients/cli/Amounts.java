package eu.aifactory.clients.cli;

/** Checks of counts on the command line. */
final class Amounts {
  private Amounts() {}

  static void require(String option, long value) {
    if (value < 1) {
      throw CommandFailure.wrong("%s must be 1 or more, not %d.".formatted(option, value));
    }
  }

  static void require(String option, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw CommandFailure.wrong("%s must be more than 0, not %s.".formatted(option, value));
    }
  }
}
