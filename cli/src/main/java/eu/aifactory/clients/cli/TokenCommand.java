package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.Installation;
import eu.aifactory.clients.cli.server.TokenIssuer;
import eu.aifactory.clients.cli.server.TokenKey;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aif token}. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a token for the service of a data folder, signed with the key in it:",
      "curl -H \"Authorization: Bearer $(aif token)\" ..."
    })
final class TokenCommand implements Callable<Integer> {
  private static final int MOST_HOURS = 24 * 366;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = TokenSource.ROLE,
      description = "viewer, operator or admin (default: ${DEFAULT-VALUE}).")
  private String role;

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      description = "Whose client groups the bearer sees and creates (default: the user's name).")
  private String owner;

  @Option(
      names = "--hours",
      paramLabel = "N",
      defaultValue = "8",
      description = "How long it is good (default: ${DEFAULT-VALUE}).")
  private int hours;

  @Mixin private DataFolder dataFolder;

  private final Terminal terminal;
  private final Installation installation;
  private final Clock clock;

  TokenCommand(Terminal terminal, Installation installation, Clock clock) {
    this.terminal = terminal;
    this.installation = installation;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Amounts.require("--hours", hours);
    if (hours > MOST_HOURS) {
      throw CommandFailure.wrong(
          "--hours must be at most %d, not %d.".formatted(MOST_HOURS, hours));
    }
    if (!TokenIssuer.ROLES.contains(role)) {
      throw CommandFailure.wrong(
          "--role must be viewer, operator or admin, not %s.".formatted(role));
    }
    String name = owner == null ? TokenSource.user() : owner;
    if (!name.matches("[^\\p{Cntrl}]{1,255}") || name.isBlank()) {
      throw CommandFailure.wrong("--owner must have 1 to 255 characters and none of control.");
    }
    TokenKey key = TokenKey.of(dataFolder.in(installation));
    terminal.print(new TokenIssuer(key, clock).issue(name, role, Duration.ofHours(hours)));
    return ExitCode.FINE;
  }
}
