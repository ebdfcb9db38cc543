package eu.aifactory.clients.load.server;

import eu.aifactory.clients.protocol.figures.ServerSample;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks an AI server for its metrics, on one thread of its own: a look costs a vLLM up to 80 ms of
 * its time, so it is taken seldom. A look that fails is a sample with its fault, and nothing else.
 * Thread-safe.
 */
final class ServerWatch implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofSeconds(5);

  /** A stage that begins sooner after a look has none of its own. */
  static final Duration LEAST_APART = Duration.ofSeconds(1);

  /** How long one look may take, and how long a run waits for its last one. */
  static final Duration LIMIT = Duration.ofSeconds(2);

  private static final int MOST_BYTES = 4 << 20;

  /** Looks must not be more than this share of the server's time. */
  private static final int PAUSE_PER_LOOK = 50;

  private final HttpRequest request;
  private final String model;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "server-watch");
            created.setDaemon(true);
            return created;
          });
  private final List<Look> looks = new ArrayList<>();

  private volatile long lastAnswered = System.nanoTime();

  /** Nanoseconds of {@link System#nanoTime}. */
  private record Look(long asked, long answered, Map<String, Double> values, String fault) {}

  /** Where nanoseconds lie on the service's clock. */
  record Zero(long nanos, long micros) {
    long microsAt(long at) {
      return micros + (at - nanos) / 1_000;
    }
  }

  ServerWatch(HttpRequest request, String model) {
    this.request = HttpRequest.newBuilder(request, (name, value) -> true).timeout(LIMIT).build();
    this.model = model;
  }

  /** Takes one look and waits for it, as long as it may take. */
  void look() {
    try {
      Future<?> taken = thread.submit(this::take);
      taken.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      // A look that did not come in time is missing, and the result says so.
    }
  }

  /** Takes a look and does not wait for it, unless the last one was too short a while ago. */
  void lookSoon() {
    try {
      thread.execute(
          () -> {
            if (System.nanoTime() - lastAnswered >= LEAST_APART.toNanos()) {
              take();
            }
          });
    } catch (RejectedExecutionException e) {
      // The run is over.
    }
  }

  /** Takes a look every few seconds from now on. */
  void goOn(Duration interval) {
    thread.schedule(() -> lookAndGoOn(interval), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void lookAndGoOn(Duration interval) {
    long began = System.nanoTime();
    take();
    Duration pause = Duration.ofNanos(PAUSE_PER_LOOK * (System.nanoTime() - began));
    goOn(pause.compareTo(interval) > 0 ? pause : interval);
  }

  /** What was seen since the last call. */
  List<ServerSample> samples(Zero zero) {
    synchronized (looks) {
      List<ServerSample> samples =
          looks.stream()
              .map(
                  look ->
                      new ServerSample(
                          zero.microsAt(look.asked()),
                          zero.microsAt(look.answered()),
                          look.values(),
                          look.fault()))
              .toList();
      looks.clear();
      return samples;
    }
  }

  private void take() {
    long asked = System.nanoTime();
    Map<String, Double> values = Map.of();
    String fault = null;
    try {
      HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        String page = new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        values = answer.statusCode() == 200 ? MetricsText.read(page, model) : Map.of();
      }
      if (values.isEmpty()) {
        fault =
            "GET %s answered %d without metrics of a vLLM"
                .formatted(request.uri(), answer.statusCode());
      }
    } catch (IOException e) {
      fault = "GET %s failed: %s".formatted(request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fault = "GET %s was interrupted".formatted(request.uri());
    }
    long answered = System.nanoTime();
    lastAnswered = answered;
    synchronized (looks) {
      looks.add(new Look(asked, answered, values, fault));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    http.shutdownNow();
  }
}
