package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.ServerException;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into one sentence on standard error and an exit code. */
final class Failures {
  private static final int INTERRUPTED = 130;

  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  CommandLine handledIn(CommandLine commandLine) {
    return commandLine
        .setParameterExceptionHandler((failure, arguments) -> wrongCommandLine(failure))
        .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
  }

  private int wrongCommandLine(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName(" ");
    terminal.say("aif: " + sentence(failure.getMessage()) + suggestion(failure));
    terminal.say("     See: " + name + " --help");
    return ExitCode.WRONG_COMMAND_LINE;
  }

  private int failed(Exception failure) {
    return switch (failure) {
      case CommandFailure known -> {
        terminal.say("aif: " + known.getMessage());
        yield known.exitCode();
      }
      case ServerException server -> {
        terminal.say("aif: " + server.getMessage());
        yield ExitCode.FAILED;
      }
      case InterruptedException stopped -> {
        terminal.say("aif: stopped.");
        yield INTERRUPTED;
      }
      default -> {
        terminal.say("aif: unexpected failure, please report it: " + failure);
        if (System.getenv("AIF_TRACE") != null) {
          failure.printStackTrace(terminal.err());
        }
        yield ExitCode.FAILED;
      }
    };
  }

  private static String sentence(String message) {
    String line =
        message
            .lines()
            .findFirst()
            .orElse("wrong command line")
            .strip()
            .replaceFirst("^Error: ", "")
            .replaceFirst("is not an? (int|long)$", "is not a whole number")
            .replaceFirst("is not a double$", "is not a number");
    String text = Character.toLowerCase(line.charAt(0)) + line.substring(1);
    return text.endsWith(".") ? text : text + ".";
  }

  private static String suggestion(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    List<String> suggestions = unmatched.getSuggestions();
    Stream<String> best = suggestions.stream().limit(3);
    return suggestions.isEmpty() ? "" : " Did you mean " + String.join(", ", best.toList()) + "?";
  }
}
