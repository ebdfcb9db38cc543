package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.cli.server.CommandFile.Command;
import eu.aifactory.clients.cli.server.CommandFile.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandFileTest {
  @TempDir Path folder;

  @Test
  void readsOptionsAndOperandsAndPassesOverComments() throws IOException {
    Path file = folder.resolve("some.asadmin");
    Files.writeString(
        file,
        """
        # a pool

        create-jdbc-resource --connectionpoolid=aif-pool jdbc/aif
          set a.b.URL=${ENV=X:jdbc:h2:y}
        """);

    CommandFile commands = CommandFile.read(file);

    assertThat(commands.commands())
        .containsExactly(
            new Command(
                "create-jdbc-resource",
                java.util.List.of(new Option("connectionpoolid", "aif-pool")),
                java.util.List.of("jdbc/aif")),
            new Command(
                "set", java.util.List.of(), java.util.List.of("a.b.URL=${ENV=X:jdbc:h2:y}")));
    assertThat(commands.commands().getFirst().creates()).isTrue();
    assertThat(commands.commands().getLast().creates()).isFalse();
  }

  @Test
  void theShippedFilesCanBeRead() {
    Path shipped = Path.of("..", "src", "main", "payara");

    assertThat(CommandFile.read(shipped.resolve("preboot.asadmin")).commands())
        .allMatch(command -> command.name().equals("set"));
    assertThat(CommandFile.read(shipped.resolve("postboot.asadmin")).commands())
        .extracting(Command::name)
        .contains("create-jdbc-connection-pool", "create-managed-executor-service");
  }
}
