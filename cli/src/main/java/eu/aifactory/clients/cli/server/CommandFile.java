package eu.aifactory.clients.cli.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of asadmin commands, one a line, {@code #} beginning a comment. */
record CommandFile(Path path, List<Command> commands) {

  /**
   * One command.
   *
   * @param options in the order of the file
   * @param operands what follows the options
   */
  record Command(String name, List<Option> options, List<String> operands) {
    /** Whether it makes something that is left alone when it is there already. */
    boolean creates() {
      return name.startsWith("create-");
    }
  }

  /** One {@code --name=value}. */
  record Option(String name, String value) {}

  static CommandFile read(Path path) {
    try {
      List<Command> commands =
          Files.readAllLines(path).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .map(CommandFile::command)
              .toList();
      return new CommandFile(path, commands);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read", e);
    }
  }

  private static Command command(String line) {
    String[] words = line.split("\\s+");
    List<Option> options = new ArrayList<>();
    List<String> operands = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (words[i].startsWith("--") && equals > 0) {
        options.add(new Option(words[i].substring(2, equals), words[i].substring(equals + 1)));
      } else {
        operands.add(words[i]);
      }
    }
    return new Command(words[0], List.copyOf(options), List.copyOf(operands));
  }
}
