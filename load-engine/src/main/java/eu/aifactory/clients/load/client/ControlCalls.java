package eu.aifactory.clients.load.client;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls to an AI server outside the load path: bounded in time and size, one at a time. */
final class ControlCalls implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final int MOST_QUOTED = 200;

  private final String baseUrl;
  private final Credentials credentials;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  ControlCalls(String baseUrl, Credentials credentials) {
    this.baseUrl = baseUrl;
    this.credentials = credentials;
  }

  /** One answer. */
  record Reply(String call, int status, String text) {

    boolean succeeded() {
      return status >= 200 && status < 300;
    }

    /** The body as JSON; empty when it is none. */
    Optional<JsonValue> json() {
      try (JsonReader reader = Json.createReader(new StringReader(text))) {
        return Optional.of(reader.readValue());
      } catch (JsonException | IllegalStateException e) {
        return Optional.empty();
      }
    }

    /** The call and how it was answered, on one line. */
    String told() {
      String line = text.replaceAll("\\s+", " ").strip();
      String quoted = line.length() > MOST_QUOTED ? line.substring(0, MOST_QUOTED) + "…" : line;
      return "%s answered %d%s".formatted(call, status, quoted.isEmpty() ? "" : ": " + quoted);
    }
  }

  Reply get(String path) throws AiServerException, InterruptedException {
    return call("GET", path, BodyPublishers.noBody());
  }

  Reply post(String path, JsonValue body) throws AiServerException, InterruptedException {
    return call("POST", path, BodyPublishers.ofString(body.toString()));
  }

  Reply delete(String path) throws AiServerException, InterruptedException {
    return call("DELETE", path, BodyPublishers.noBody());
  }

  private Reply call(String method, String path, BodyPublisher body)
      throws AiServerException, InterruptedException {
    String call = method + " " + baseUrl + path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(baseUrl + path))
            .timeout(ANSWER_LIMIT)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .method(method, body);
    credentials.authorization().ifPresent(value -> request.header("Authorization", value));
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request.build(), head -> new LimitedBody());
    try {
      HttpResponse<byte[]> response = answer.get(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS);
      return new Reply(
          call, response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
    } catch (ExecutionException e) {
      throw new AiServerException(call + " failed: " + why(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new AiServerException(
          "%s did not answer within %d s".formatted(call, ANSWER_LIMIT.toSeconds()), e);
    } finally {
      answer.cancel(true);
    }
  }

  private static String why(Throwable fault) {
    if (fault instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    if (fault instanceof ConnectException) {
      String told = fault.getMessage();
      return told == null ? "the connection was refused or the host is not known" : told;
    }
    return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
