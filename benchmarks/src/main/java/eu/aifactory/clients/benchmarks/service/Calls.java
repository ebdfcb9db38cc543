package eu.aifactory.clients.benchmarks.service;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Calls of the service, with how long each kind took. Thread-safe. By the JDK's older client, which
 * takes less of the processor that the service is to be measured with.
 */
final class Calls {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(500);
  private static final int DIGITS = 3;
  private static final int FIRST_ERROR = 300;
  private static final int FIRST_ERROR_WITH_BODY = 400;
  private static final int BUSY = 503;
  private static final int MOST_RETRIES = 20;

  static {
    // Connections that are kept for a next call, of all agents together: else five.
    System.setProperty("http.maxConnections", "4000");
  }

  private final String api;
  private final LongAdder retries = new LongAdder();

  private record Reply(int status, String body) {}

  Calls(String api) {
    this.api = api;
  }

  static Histogram times() {
    return new ConcurrentHistogram(DIGITS);
  }

  /**
   * Makes one call, and again as long as the service asks for that by 503. The JDK's client makes
   * one again by itself whose connection has ended: every call may come twice, and agents do so.
   *
   * @param body {@code null} for none
   * @param times that it is added to, in microseconds
   * @return the answer's body
   * @throws BenchmarkException when it is refused
   */
  String call(String method, String path, String authorization, String body, Histogram times) {
    long begin = System.nanoTime();
    try {
      Reply reply = answered(method, path, authorization, body);
      for (int retry = 0; reply.status() == BUSY && retry < MOST_RETRIES; retry++) {
        retries.increment();
        Thread.sleep(RETRY_PAUSE);
        reply = answered(method, path, authorization, body);
      }
      times.recordValue((System.nanoTime() - begin) / 1000);
      if (reply.status() >= FIRST_ERROR) {
        throw new BenchmarkException(
            "%s %s: %d %s".formatted(method, path, reply.status(), reply.body()));
      }
      return reply.body();
    } catch (IOException e) {
      throw new BenchmarkException("%s %s: %s".formatted(method, path, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted", e);
    }
  }

  private Reply answered(String method, String path, String authorization, String body)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(api + path).toURL().openConnection();
    connection.setReadTimeout(Math.toIntExact(LIMIT.toMillis()));
    connection.setRequestMethod(method);
    connection.setRequestProperty("Authorization", authorization);
    connection.setRequestProperty("Content-Type", "application/json");
    if (body != null || method.equals("POST")) {
      connection.setDoOutput(true);
      byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
      connection.getOutputStream().write(bytes);
    }
    int status = connection.getResponseCode();
    try (InputStream answer =
        status < FIRST_ERROR_WITH_BODY
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      byte[] bytes = answer == null ? new byte[0] : answer.readAllBytes();
      return new Reply(status, new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /** How many calls the service asked to be made again up to now. */
  long retries() {
    return retries.sum();
  }
}
