package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
  @TempDir Path folder;

  @Test
  void showsTheServicesRecordsAndWarningsWithoutChatter() throws IOException {
    Path log = Files.writeString(folder.resolve("console.log"), "before\n");
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    LogFollower follower =
        new LogFollower(log, new Terminal(System.out, new PrintStream(shown, true), false));
    follower.skip();

    append(log, "2026-11-24 00:12:03.713 INFO    org.apache.felix: chatter\n");
    append(log, "2026-11-24 00:12:04.713 INFO    eu.aifactory.clients.service.group.X: group 7\n");
    append(log, "2026-11-24 00:12:05.713 SEVERE  javax.sql: no room\n\tat some.Code\n");
    append(log, "2026-11-24 00:12:06.713 FINE    eu.aifactory.clients.Y: half a li");
    follower.showNew();
    append(log, "ne\n");
    follower.showNew();

    assertThat(shown.toString().lines())
        .containsExactly(
            "00:12:04 INFO    group 7",
            "00:12:05 ERROR   no room",
            "\tat some.Code",
            "00:12:06 DEBUG   half a line");
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }
}
