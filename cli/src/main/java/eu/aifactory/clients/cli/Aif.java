package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.Installation;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code aif}. */
@Command(
    name = "aif",
    mixinStandardHelpOptions = true,
    versionProvider = SoftwareVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Puts load on AI inference servers and reports figures one can trust.",
    footer = {
      "",
      "Try first:  aif demo",
      "Exit codes: 0 fine, 1 failed, 2 wrong command line, 3 target or service not usable,",
      "            4 REGRESSED, 5 INCONCLUSIVE (compare)."
    })
final class Aif implements Runnable {
  @Spec private CommandSpec spec;

  private Aif() {}

  public static void main(String[] arguments) {
    System.exit(Interruption.during(() -> run(Terminal.ofProcess(), installation(), arguments)));
  }

  /** Runs one command line and gives its exit code. */
  static int run(Terminal terminal, Installation installation, String... arguments) {
    CommandLine commandLine =
        new CommandLine(new Aif())
            .addSubcommand(new DemoCommand(terminal, installation))
            .addSubcommand(new UpCommand(terminal, installation))
            .addSubcommand(new DownCommand(terminal, installation))
            .addSubcommand(new TokenCommand(terminal, installation, Clock.systemUTC()))
            .addSubcommand(new ConfigCommand(terminal, Clock.systemUTC()))
            .addSubcommand(
                new CommandLine(new GroupCommand()).addSubcommand(new GroupCreateCommand(terminal)))
            .addSubcommand(new RunCommand(terminal))
            .addSubcommand(new StatusCommand(terminal))
            .addSubcommand(new ListCommand(terminal))
            .addSubcommand(new ResultCommand(terminal))
            .addSubcommand(new RecordsCommand(terminal))
            .addSubcommand(new CompareCommand(terminal))
            .addSubcommand(new ImportCommand(terminal))
            .addSubcommand(BaselineCommand.with(terminal))
            .addSubcommand(new LogsCommand(terminal))
            .addSubcommand(new DeleteCommand(terminal))
            .addSubcommand(new BenchCommand(terminal))
            .addSubcommand(new EmulatorCommand(installation));
    return new Failures(terminal).handledIn(commandLine).execute(arguments);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The tree that this program is part of. */
  static Installation installation() {
    String home = System.getProperty("aif.home");
    return Installation.at(home == null ? besideThisJar() : Path.of(home));
  }

  /** The jar is ROOT/cli/target/aif-cli.jar. */
  private static Path besideThisJar() {
    try {
      Path jar = Path.of(Aif.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.resolve("../../..").normalize();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException("this program does not know where it is", e);
    }
  }
}
