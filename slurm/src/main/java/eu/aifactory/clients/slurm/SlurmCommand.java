package eu.aifactory.clients.slurm;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One run of a command: an argument vector without a shell, an environment of its own, a time and
 * an amount of output that it may not exceed. It is killed, with all that it started, when it does.
 */
final class SlurmCommand {
  private static final Executor THREADS =
      task -> Thread.ofVirtual().name("slurm-command").start(task);
  private static final int ERROR_BYTES_MOST = 64 * 1024;

  private final List<String> arguments;
  private final Map<String, String> environment;
  private final Duration within;
  private final int outputBytesMost;

  /**
   * @param program a name to be found on PATH, or a path
   */
  SlurmCommand(
      String program,
      List<String> arguments,
      Map<String, String> environment,
      Duration within,
      int outputBytesMost) {
    this.arguments = new ArrayList<>(List.of(program));
    this.arguments.addAll(arguments);
    this.environment = environment;
    this.within = within;
    this.outputBytesMost = outputBytesMost;
  }

  /**
   * @param exitCode as the shell sees it: 128 and the number of a signal that ended it
   * @param errors what it wrote to standard error
   */
  record Finished(int exitCode, byte[] output, String errors) {
    String text() {
      return new String(output, StandardCharsets.UTF_8).strip();
    }
  }

  /**
   * @throws NoAnswerException when it could not be run, or not to its end
   */
  Finished run(String input) throws NoAnswerException {
    Process process = start();
    CompletableFuture<byte[]> output = read(process.getInputStream(), outputBytesMost, process);
    CompletableFuture<byte[]> errors = read(process.getErrorStream(), ERROR_BYTES_MOST, process);
    THREADS.execute(() -> write(process.getOutputStream(), input));
    try {
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new NoAnswerException(
            "%s did not end within %d s".formatted(name(), within.toSeconds()), true, null);
      }
      byte[] written = output.get(within.toMillis(), TimeUnit.MILLISECONDS);
      byte[] complaints = errors.get(within.toMillis(), TimeUnit.MILLISECONDS);
      return new Finished(
          process.exitValue(), written, new String(complaints, StandardCharsets.UTF_8).strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException("waiting for %s was interrupted".formatted(name()), true, e);
    } catch (java.util.concurrent.ExecutionException e) {
      String cause = PlainText.line(String.valueOf(e.getCause().getMessage()));
      throw new NoAnswerException("%s: %s".formatted(name(), cause), true, e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new NoAnswerException("%s left its output open".formatted(name()), true, e);
    } finally {
      kill(process);
    }
  }

  private Process start() throws NoAnswerException {
    ProcessBuilder builder = new ProcessBuilder(arguments).directory(new File("/"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new NoAnswerException(
          "%s could not be run: %s".formatted(name(), PlainText.line(e.getMessage())), false, e);
    }
  }

  private static CompletableFuture<byte[]> read(InputStream from, int bytesMost, Process process) {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    THREADS.execute(
        () -> {
          try (from) {
            ByteArrayOutputStream taken = new ByteArrayOutputStream();
            byte[] chunk = new byte[8192];
            for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
              taken.write(chunk, 0, n);
              if (taken.size() > bytesMost) {
                kill(process);
                throw new IOException("it wrote more than %d bytes".formatted(bytesMost));
              }
            }
            read.complete(taken.toByteArray());
          } catch (IOException e) {
            read.completeExceptionally(e);
          }
        });
    return read;
  }

  private static void write(OutputStream to, String input) {
    try (to) {
      to.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading all of it, and says why itself.
      return;
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private String name() {
    return arguments.getFirst();
  }
}
