package eu.aifactory.clients.slurm;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a command that prints a token, without a shell, and ends it when it takes too long. */
final class CommandRun {
  private static final int MOST_BYTES = 64 * 1024;

  private final List<String> words;
  private final Duration limit;

  CommandRun(List<String> words, Duration limit) {
    this.words = List.copyOf(words);
    this.limit = limit;
  }

  /** The command without its arguments, for a sentence. */
  String name() {
    return Redaction.of(words.getFirst());
  }

  /** What it writes to its standard output. */
  String output() throws SlurmUnavailableException {
    Process process = started();
    try {
      CompletableFuture<String> output = reading(process.getInputStream());
      CompletableFuture<String> complaint = reading(process.getErrorStream());
      long deadline = System.nanoTime() + limit.toNanos();
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TimeoutException();
      }
      // A child of its own may keep the pipe open after its end.
      String text = output.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (process.exitValue() != 0) {
        throw failed(
            "ended with code %d%s"
                .formatted(
                    process.exitValue(),
                    firstLine(complaint.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS))));
      }
      return text;
    } catch (TimeoutException e) {
      throw failed("gave no token within %d s and was ended".formatted(limit.toSeconds()));
    } catch (ExecutionException e) {
      throw failed("could not be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process started() throws SlurmUnavailableException {
    ProcessBuilder builder = new ProcessBuilder(words);
    // scontrol would sign in with it, and it may be the one that has expired.
    builder.environment().remove("SLURM_JWT");
    builder.redirectInput(new File("/dev/null"));
    try {
      return builder.start();
    } catch (IOException e) {
      throw failed("cannot be run: is it there, and on the PATH?");
    }
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (stream) {
                String read = new String(stream.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
                text.complete(read);
              } catch (IOException | UncheckedIOException e) {
                text.completeExceptionally(e);
              }
            });
    return text;
  }

  private static String firstLine(String text) {
    String line = text.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    return line.isEmpty() ? "" : ": " + Redaction.of(line);
  }

  private SlurmUnavailableException failed(String what) {
    return SlurmUnavailableException.badCredentials(
        "the command for Slurm tokens, \"%s\", %s".formatted(name(), what));
  }
}
