package eu.aifactory.clients.cli;

/** What {@code aif} ends with; {@code docs/cli.md} lists them. */
final class ExitCode {
  static final int FINE = 0;
  static final int FAILED = 1;
  static final int WRONG_COMMAND_LINE = 2;
  static final int UNUSABLE = 3;
  static final int REGRESSED = 4;
  static final int INCONCLUSIVE = 5;

  private ExitCode() {}
}
