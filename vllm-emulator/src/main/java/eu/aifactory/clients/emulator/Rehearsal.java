package eu.aifactory.clients.emulator;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Load from this process on an emulator like the real one, which has a port, a truth and counters
 * of its own: the classes are loaded and the code is compiled before somebody measures by it. On a
 * cold JVM the first 64 requests that come together are read a quarter of a second late.
 */
final class Rehearsal {
  private static final int CLIENTS = 64;
  private static final Duration STEP = Duration.ofMillis(2);
  private static final byte[] END = ascii("\r\n0\r\n\r\n");

  private final EmulatorOptions options;

  /**
   * @param options of the emulator that is rehearsed
   */
  Rehearsal(EmulatorOptions options) {
    this.options = options.forRehearsal(STEP);
  }

  /**
   * Sends requests for that long, each client one at least, and waits for the last answers.
   *
   * @return answers that came whole
   * @throws UncheckedIOException when an answer did not
   */
  int run(Duration length) throws InterruptedException {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (VllmEmulator emulator = VllmEmulator.start(options)) {
      long end = System.nanoTime() + length.toNanos();
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        work.add(() -> client(emulator.port(), end));
      }
      int answers = 0;
      for (Future<Integer> done : clients.invokeAll(work)) {
        answers += done.get();
      }
      passMetrics(emulator);
      return answers;
    } catch (ExecutionException e) {
      throw new UncheckedIOException(new IOException("the warm-up failed", e.getCause()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      clients.shutdownNow();
    }
  }

  private static void passMetrics(VllmEmulator emulator) throws IOException {
    try (InputStream page = emulator.baseUri().resolve("/metrics").toURL().openStream()) {
      page.readAllBytes();
    }
  }

  private int client(int port, long endNanos) throws IOException {
    int answers = 0;
    try (Socket socket = new Socket(options.host(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      byte[] request = request();
      do {
        socket.getOutputStream().write(request);
        passAnswer(in);
        answers++;
      } while (System.nanoTime() - endNanos < 0);
    }
    return answers;
  }

  private byte[] request() {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"max_tokens\":48,"
                .formatted(options.servedModelName(), "some words to count ".repeat(20))
            // A fraction is a BigDecimal, a class whose first use takes 30 ms.
            + "\"temperature\":0.0,\"ignore_eos\":true,\"stream\":true,"
            + "\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}}";
    String key =
        options.apiKey().isEmpty() ? "" : "Authorization: Bearer " + options.apiKey() + "\r\n";
    return ascii(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: rehearsal\r\nContent-Type: application/json\r\n"
            + key
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  /** Up to the last HTTP chunk, whose mark no token contains. */
  private static void passAnswer(InputStream in) throws IOException {
    int matched = 0;
    while (matched < END.length) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("an answer ended early");
      }
      if (next == END[matched]) {
        matched++;
      } else {
        matched = next == END[0] ? 1 : 0;
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
