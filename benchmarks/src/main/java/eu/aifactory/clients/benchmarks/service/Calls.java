package eu.aifactory.clients.benchmarks.service;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Calls of the service, with how long each kind took. Thread-safe. */
final class Calls implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(500);
  private static final int DIGITS = 3;
  private static final int FIRST_ERROR = 300;
  private static final int BUSY = 503;
  private static final int MOST_RETRIES = 20;

  private final String api;
  private final LongAdder retries = new LongAdder();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  Calls(String api) {
    this.api = api;
  }

  static Histogram times() {
    return new ConcurrentHistogram(DIGITS);
  }

  /**
   * Makes one call, and again as long as the service asks for that by 503, or once without answer.
   *
   * @param body {@code null} for none
   * @param times that it is added to, in microseconds
   * @return the answer's body
   * @throws BenchmarkException when it is refused
   */
  String call(String method, String path, String authorization, String body, Histogram times) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + path))
            .timeout(LIMIT)
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    long begin = System.nanoTime();
    try {
      HttpResponse<String> answer = answered(request);
      for (int retry = 0; answer.statusCode() == BUSY && retry < MOST_RETRIES; retry++) {
        retries.increment();
        Thread.sleep(RETRY_PAUSE);
        answer = answered(request);
      }
      times.recordValue((System.nanoTime() - begin) / 1000);
      if (answer.statusCode() >= FIRST_ERROR) {
        throw new BenchmarkException(
            "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
      }
      return answer.body();
    } catch (IOException e) {
      throw new BenchmarkException("%s %s: %s".formatted(method, path, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted", e);
    }
  }

  /** Sent once more when its connection was closed: every call may come twice, and agents do so. */
  private HttpResponse<String> answered(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (HttpTimeoutException e) {
      throw e;
    } catch (IOException e) {
      retries.increment();
      return client.send(request, BodyHandlers.ofString());
    }
  }

  /** How many calls were sent again up to now: answered 503, or not answered. */
  long retries() {
    return retries.sum();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
