package eu.aifactory.clients.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a command wrote and how it ended. */
record Output(List<String> command, int exit, String text, String error) {

  /**
   * Runs a command to its end.
   *
   * @param environment on top of this process's own
   */
  static Output of(Map<String, String> environment, Duration limit, String... command) {
    try {
      // Files, since a daemon that a command leaves behind would keep a pipe open.
      Path text = Files.createTempFile("command", ".out");
      Path error = Files.createTempFile("command", ".err");
      try {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectInput(Path.of("/dev/null").toFile());
        Process process =
            builder.redirectOutput(text.toFile()).redirectError(error.toFile()).start();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(
              "%s did not end within %d s: %s%s"
                  .formatted(
                      List.of(command),
                      limit.toSeconds(),
                      Files.readString(text),
                      Files.readString(error)));
        }
        return new Output(
            List.of(command), process.exitValue(), Files.readString(text), Files.readString(error));
      } finally {
        Files.delete(text);
        Files.delete(error);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** What it wrote to standard output. */
  String expectSuccess() {
    if (exit != 0) {
      throw new AssertionError("%s ended with %d: %s%s".formatted(command, exit, text, error));
    }
    return text;
  }
}
