package eu.aifactory.clients.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code aif baseline}: holds {@code set}, {@code list} and {@code delete}. */
@Command(
    name = "baseline",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "set|list|delete",
    description = "Keeps results under a name, to compare others with.")
final class BaselineCommand implements Runnable {
  @Spec private CommandSpec spec;

  static CommandLine with(Terminal terminal) {
    return new CommandLine(new BaselineCommand())
        .addSubcommand(new BaselineSetCommand(terminal))
        .addSubcommand(new BaselineListCommand(terminal))
        .addSubcommand(new BaselineDeleteCommand(terminal));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "what shall be done with a baseline? The words are set, list, delete");
  }
}
