package eu.aifactory.clients.cli;

import java.util.List;

/** A command cannot go on; the message is one sentence that says why and what to do. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  static CommandFailure failed(String message) {
    return new CommandFailure(ExitCode.FAILED, message, null);
  }

  static CommandFailure failed(String message, Throwable cause) {
    return new CommandFailure(ExitCode.FAILED, message, cause);
  }

  /** A value on the command line, or in a file that it names, is wrong. */
  static CommandFailure wrong(String message) {
    return new CommandFailure(ExitCode.WRONG_COMMAND_LINE, message, null);
  }

  /**
   * Several values are wrong.
   *
   * @param faults one sentence each, without a full stop
   */
  static CommandFailure wrong(List<String> faults) {
    return wrong(String.join(".\naif: ", faults) + ".");
  }

  /** What the command talks to cannot be reached or used. */
  static CommandFailure unusable(String message) {
    return new CommandFailure(ExitCode.UNUSABLE, message, null);
  }

  static CommandFailure unusable(String message, Throwable cause) {
    return new CommandFailure(ExitCode.UNUSABLE, message, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
