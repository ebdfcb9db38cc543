package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.PlainHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** How many requests an inference server has answered, by its own metrics. */
final class EmulatorCounter implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String METRIC = "vllm:request_success_total";

  private final HttpClient http = PlainHttp.client(LIMIT);
  private final HttpRequest request;
  private long last;

  EmulatorCounter(String serverUrl) {
    request = HttpRequest.newBuilder(URI.create(serverUrl + "/metrics")).timeout(LIMIT).build();
  }

  /** The last count that could be had. */
  long answered() {
    try {
      last = sum(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      // Only a line of progress hangs on it: the last count stands.
      return last;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return last;
  }

  @Override
  public void close() {
    http.close();
  }

  private static long sum(String metrics) {
    return (long)
        metrics
            .lines()
            .filter(line -> line.startsWith(METRIC))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }
}
