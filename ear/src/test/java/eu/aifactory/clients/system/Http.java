package eu.aifactory.clients.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Calls a server with bodies written out, and takes its answers as they come. */
final class Http {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HttpClient SHARED = client();

  private final HttpClient client;
  private final String base;
  private final Optional<String> authorization;

  /**
   * @param base what goes before each path
   */
  Http(String base) {
    this(SHARED, base, Optional.empty());
  }

  private Http(HttpClient client, String base, Optional<String> authorization) {
    this.client = client;
    this.base = base;
    this.authorization = authorization;
  }

  /**
   * @param authorization the header of that name, in each call
   */
  static Http as(String base, String authorization) {
    return new Http(SHARED, base, Optional.of(authorization));
  }

  /**
   * The same over connections that no other caller uses. For calls after which the server ends the
   * connection without having said so: a next call over it would sometimes get no answer.
   */
  Http apart() {
    return new Http(client(), base, authorization);
  }

  Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  Answer delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  /** Posts JSON. */
  Answer post(String path, String body) {
    return send("POST", path, BodyPublishers.ofString(body), "Content-Type", "application/json");
  }

  /** Posts nothing, and no content type. */
  Answer post(String path) {
    return send("POST", path, BodyPublishers.noBody());
  }

  Answer put(String path, String body) {
    return send("PUT", path, BodyPublishers.ofString(body), "Content-Type", "application/json");
  }

  Answer send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(LIMIT).method(method, body);
    authorization.ifPresent(value -> request.header("Authorization", value));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(
          method + " " + path, response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + base + path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5))
        .build();
  }
}
