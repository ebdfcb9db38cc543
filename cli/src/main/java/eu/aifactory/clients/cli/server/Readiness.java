package eu.aifactory.clients.cli.server;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks a service whether it is ready, and why not. Not thread-safe. */
final class Readiness implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HttpClient http;
  private final HttpRequest request;
  private Optional<String> cause = Optional.empty();

  /**
   * @param key with which the service speaks TLS, if it does
   */
  Readiness(String serviceUrl, Optional<ServerKey> key) {
    http = PlainHttp.client(LIMIT, key.map(ServerKey::pinned));
    request =
        HttpRequest.newBuilder(URI.create(serviceUrl + "/health/ready")).timeout(LIMIT).build();
  }

  boolean isReady() throws InterruptedException {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      cause = answer.statusCode() == 200 ? Optional.empty() : causeIn(answer.body());
      return answer.statusCode() == 200;
    } catch (IOException e) {
      cause = Optional.empty();
      return false;
    }
  }

  /** What the last answer said was in the way, where it said so. */
  Optional<String> cause() {
    return cause;
  }

  @Override
  public void close() {
    http.close();
  }

  private static Optional<String> causeIn(String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return reader.readObject().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
          .map(check -> check.getJsonObject("data"))
          .filter(data -> data != null && data.containsKey("cause"))
          .map(data -> data.getString("cause"))
          .findFirst();
    } catch (JsonException | ClassCastException | NullPointerException e) {
      // A page of the server itself, from before the service was there.
      return Optional.empty();
    }
  }
}
