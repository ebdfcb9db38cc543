package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  @TempDir Path folder;

  @Test
  void findsTheFirstSevereRecordSinceTheStart() throws IOException {
    Path file = folder.resolve("server.log");
    Files.writeString(file, "[t] [SEVERE] [] [x] [levelValue: 1000] [[\n  of yesterday]]\n");
    ServerLog log = ServerLog.fromNow(file, folder.resolve("console.log"));
    Files.writeString(
        file,
        "[t] [INFO] [] [x] [levelValue: 800] [[\n  fine]]\n"
            + "[t] [SEVERE] [] [x] [levelValue: 1000] [[\n  No suitable driver found]]\n"
            + "[t] [SEVERE] [] [x] [levelValue: 1000] [[\n  Exception while loading the app]]\n",
        StandardOpenOption.APPEND);

    assertThat(log.firstFailure()).contains("No suitable driver found");
    assertThat(log.saysThatTheApplicationFailed()).isTrue();
  }

  @Test
  void findsWhatTheVirtualMachineSaysBeforeThereIsALog() throws IOException {
    Path console = folder.resolve("console.log");
    ServerLog log = ServerLog.fromNow(folder.resolve("server.log"), console);
    Files.writeString(console, "Unrecognized VM option 'X'\nError: Could not create the VM.\n");

    assertThat(log.firstFailure()).contains("Error: Could not create the VM.");
    assertThat(log.saysThatTheApplicationFailed()).isFalse();
  }

  @Test
  void findsAPrebootCommandThatFailed() throws IOException {
    Path console = folder.resolve("console.log");
    ServerLog log = ServerLog.fromNow(folder.resolve("server.log"), console);
    Files.writeString(console, "INFO: Boot Command set returned with result SUCCESS : x\n");
    assertThat(log.failedBootCommand()).isEmpty();

    Files.writeString(console, "WARNING: Boot Command set failed No configuration found for x\n");
    assertThat(log.failedBootCommand()).get().asString().contains("No configuration found for x");
  }
}
