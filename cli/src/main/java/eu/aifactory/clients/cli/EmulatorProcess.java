package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The emulator as a child process, which ends when this one stops it. */
final class EmulatorProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final long STOP_LIMIT_SECONDS = 5;
  private static final String LISTENING = "listening on ";

  private final Process process;
  private final String url;

  private EmulatorProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts one with its output in a file, and waits until it listens. */
  static EmulatorProcess start(Installation installation, Path log, List<String> options)
      throws IOException, InterruptedException {
    Process process =
        builder(installation, options)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean up = false;
    try {
      EmulatorProcess emulator = new EmulatorProcess(process, awaitUrl(process, log));
      up = true;
      return emulator;
    } finally {
      if (!up) {
        stop(process);
      }
    }
  }

  static ProcessBuilder builder(Installation installation, List<String> options) {
    Path jar = installation.emulatorJar();
    if (!Files.exists(jar)) {
      throw CommandFailure.failed(
          jar + " is missing: build the project first, with mvn -DskipTests package.");
    }
    List<String> command = new ArrayList<>();
    command.add(installation.java().toString());
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(options);
    return new ProcessBuilder(command);
  }

  static void stop(Process process) {
    process.destroy();
    boolean interrupted = false;
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  String url() {
    return url;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    stop(process);
  }

  /** It says its address in the first line it writes. */
  private static String awaitUrl(Process process, Path log)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() - deadline < 0) {
      List<String> lines = Files.readAllLines(log);
      Optional<String> said = lines.stream().filter(line -> line.contains(LISTENING)).findFirst();
      if (said.isPresent()) {
        String line = said.get();
        return line.substring(line.indexOf(LISTENING) + LISTENING.length())
            .split("\\s")[0]
            .replaceAll("/+$", "");
      }
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw CommandFailure.failed(
            "the emulator did not start: " + Sentence.ended(String.join(" ", lines)));
      }
    }
    throw CommandFailure.failed(
        "the emulator did not listen within %d s; its output is %s."
            .formatted(START_LIMIT.toSeconds(), log));
  }
}
