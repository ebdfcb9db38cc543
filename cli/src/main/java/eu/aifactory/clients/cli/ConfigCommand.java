package eu.aifactory.clients.cli;

import eu.aifactory.clients.slurm.SlurmConfig;
import eu.aifactory.clients.slurm.SlurmKey;
import eu.aifactory.clients.slurm.SlurmSetting;
import eu.aifactory.clients.slurm.SlurmToken;
import eu.aifactory.clients.slurm.SlurmUnavailableException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aif config}. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what is set about Slurm, each value with where it came from.",
      "The token is had from where it comes, and shown by its user and the time it has left."
    })
final class ConfigCommand implements Callable<Integer> {
  @Mixin private SlurmOption slurm;

  private final Terminal terminal;
  private final Clock clock;

  ConfigCommand(Terminal terminal, Clock clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    SlurmConfig config = slurm.load();
    Table table = new Table(3, "key", "value", "from");
    for (SlurmKey key : SlurmKey.values()) {
      Optional<SlurmSetting> setting = config.setting(key);
      table.row(
          key.text(),
          setting.map(SlurmSetting::shown).orElse(Figure.UNKNOWN),
          setting.map(ConfigCommand::origin).orElse(Figure.UNKNOWN));
    }
    try {
      Optional<SlurmToken> token = config.tokens(clock).current();
      token.ifPresent(has -> table.row("token", shown(has), tokenOrigin(config)));
      terminal.print(table.toString());
    } catch (SlurmUnavailableException e) {
      terminal.print(table.toString());
      throw CommandFailure.unusable(e.getMessage() + ".", e);
    }
    config.remarks().forEach(this::remark);
    config.missingForJobs().forEach(text -> remark("for jobs, " + text));
    return ExitCode.FINE;
  }

  private static String origin(SlurmSetting setting) {
    List<String> overruled = setting.overruled();
    return setting.origin()
        + (overruled.isEmpty() ? "" : "; it overrules " + String.join(", ", overruled));
  }

  private String shown(SlurmToken token) {
    return "*** of %s, %s left"
        .formatted(token.user().orElse("nobody named"), token.timeLeft(clock));
  }

  private static String tokenOrigin(SlurmConfig config) {
    return List.of(SlurmKey.JWT, SlurmKey.JWT_FILE, SlurmKey.JWT_COMMAND).stream()
        .filter(key -> config.setting(key).isPresent())
        .findFirst()
        .map(SlurmKey::text)
        .orElse(Figure.UNKNOWN);
  }

  private void remark(String text) {
    terminal.say("aif: note: " + Sentence.ended(text));
  }
}
