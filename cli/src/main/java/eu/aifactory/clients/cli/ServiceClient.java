package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.PlainHttp;
import eu.aifactory.clients.cli.server.Tls;
import eu.aifactory.clients.protocol.Baseline;
import eu.aifactory.clients.protocol.BaselineList;
import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.protocol.GroupPage;
import eu.aifactory.clients.protocol.GroupView;
import eu.aifactory.clients.protocol.Problem;
import eu.aifactory.clients.protocol.RunDispatched;
import eu.aifactory.clients.protocol.SetBaseline;
import eu.aifactory.clients.protocol.compare.ResultName;
import eu.aifactory.clients.protocol.records.RecordFormat;
import jakarta.json.bind.JsonbException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * The client service, called as {@code docs/api.md} describes it. Every failure is a {@link
 * CommandFailure}: exit code 3 when the service does not answer, 1 when it refuses.
 */
final class ServiceClient implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
  private static final int WHOLE = 200;
  private static final int PARTIAL = 206;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int NOTHING_THERE = 416;

  private final String serviceUrl;
  private final TokenSource tokens;
  private final HttpClient http;

  /**
   * @param tokens what each call says who makes it
   */
  ServiceClient(String serviceUrl, TokenSource tokens) {
    this(serviceUrl, tokens, Optional.empty());
  }

  /**
   * @param authorities by whose certificates the service is known; those of the JDK without
   */
  ServiceClient(String serviceUrl, TokenSource tokens, Optional<KeyStore> authorities) {
    this.http = PlainHttp.client(CONNECT_LIMIT, authorities.map(Tls::trusting));
    this.tokens = tokens;
    this.serviceUrl = serviceUrl.replaceAll("/+$", "");
  }

  void create(long id, CreateGroup group) throws InterruptedException {
    accepted(call("POST", "/client-group/" + id, json(group)));
  }

  GroupView group(long id) throws InterruptedException {
    return read(accepted(call("GET", "/client-group/" + id, nothing())), GroupView.class);
  }

  /** Empty when there is no such group, or none any more. */
  Optional<GroupView> findGroup(long id) throws InterruptedException {
    HttpResponse<String> response = call("GET", "/client-group/" + id, nothing());
    return response.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(read(accepted(response), GroupView.class));
  }

  GroupPage groups(int limit) throws InterruptedException {
    String path = "/client-group?limit=" + limit;
    return read(accepted(call("GET", path, nothing())), GroupPage.class);
  }

  RunDispatched run(long id) throws InterruptedException {
    String body = accepted(call("POST", "/client-group/" + id + "/run", nothing()));
    return read(body, RunDispatched.class);
  }

  /** The document byte for byte; empty while there is none. */
  Optional<String> result(long id, Optional<String> runId) throws InterruptedException {
    String of = runId.map(run -> "/runs/" + run).orElse("");
    HttpResponse<String> response = call("GET", "/client-group/" + id + of + "/result", nothing());
    return response.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(accepted(response));
  }

  /** The result, or the service's own words on why there is none. */
  String requiredResult(long id, Optional<String> runId) throws InterruptedException {
    String of = runId.map(run -> "/runs/" + run).orElse("");
    return accepted(call("GET", "/client-group/" + id + of + "/result", nothing()));
  }

  /** The records of a run's requests, to be read while they come. */
  RecordDownload records(long id, Optional<String> runId, RecordFormat format)
      throws InterruptedException {
    String of = runId.map(run -> "/runs/" + run).orElse("");
    HttpRequest request =
        request("/client-group/" + id + of + "/records?format=" + format.wireName())
            .header("Accept", "*/*")
            .build();
    HttpResponse<InputStream> response = send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != WHOLE) {
      throw refused(response, text(response.body()));
    }
    return new RecordDownload(
        response.body(),
        format,
        response.headers().firstValue("X-Records-Count").map(Long::valueOf),
        response.headers().firstValue("X-Records-Incomplete"));
  }

  private static String text(InputStream body) {
    try (body) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** The document by whatever name, or the service's own words on why there is none. */
  String resultOf(ResultName name) throws InterruptedException {
    String path =
        switch (name.kind()) {
          case GROUP -> "/client-group/";
          case RUN -> "/runs/";
          case BASELINE -> "/baselines/";
        };
    return accepted(call("GET", path + name.text() + "/result", nothing()));
  }

  Baseline setBaseline(String name, String runId) throws InterruptedException {
    String path = "/baselines/" + name;
    return read(accepted(call("PUT", path, json(new SetBaseline(runId)))), Baseline.class);
  }

  BaselineList baselines() throws InterruptedException {
    return read(accepted(call("GET", "/baselines", nothing())), BaselineList.class);
  }

  void deleteBaseline(String name) throws InterruptedException {
    accepted(call("DELETE", "/baselines/" + name, nothing()));
  }

  /**
   * What a group's job has written from a byte on, at most {@code most} bytes: none when there are
   * no more now, empty while no job has written at all.
   *
   * @param output {@code stdout} or {@code stderr}
   */
  Optional<byte[]> log(long id, String output, long from, int most) throws InterruptedException {
    HttpResponse<byte[]> response = askForLog(id, output, from, most);
    return response.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(part(response, from));
  }

  /** The same, or the service's own words on why there is nothing. */
  byte[] requiredLog(long id, String output, long from, int most) throws InterruptedException {
    return part(askForLog(id, output, from, most), from);
  }

  void delete(long id) throws InterruptedException {
    accepted(call("DELETE", "/client-group/" + id, nothing()));
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpResponse<byte[]> askForLog(long id, String output, long from, int most)
      throws InterruptedException {
    HttpRequest request =
        request("/client-group/" + id + "/logs/" + output)
            .header("Range", "bytes=%d-%d".formatted(from, from + most - 1))
            .header("Accept", "text/plain, " + Problem.MEDIA_TYPE)
            .build();
    return send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private byte[] part(HttpResponse<byte[]> response, long from) {
    byte[] body = response.body();
    return switch (response.statusCode()) {
      case PARTIAL -> body;
      // All of it, from a proxy that gives no ranges.
      case WHOLE -> Arrays.copyOfRange(body, (int) Math.min(from, body.length), body.length);
      case NOTHING_THERE -> new byte[0];
      default -> throw refused(response, new String(body, StandardCharsets.UTF_8));
    };
  }

  private HttpResponse<String> call(String method, String path, BodyPublisher body)
      throws InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, " + Problem.MEDIA_TYPE)
            .method(method, body);
    return send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(serviceUrl + "/api/v1" + path)).timeout(ANSWER_LIMIT);
    tokens.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws InterruptedException {
    try {
      return http.send(request, body);
    } catch (SSLException e) {
      throw CommandFailure.unusable(
          "the client service at %s cannot be trusted (%s): name the certificate of its authority with AIF_TLS_CA, and call it by a name that its own certificate has."
              .formatted(serviceUrl, reason(e)),
          e);
    } catch (IOException e) {
      throw CommandFailure.unusable(
          "the client service at %s does not answer: start it with \"aif up\", or say with --service where it is."
              .formatted(serviceUrl),
          e);
    }
  }

  /** The innermost, which says what is missing. */
  private static String reason(SSLException thrown) {
    Throwable innermost = thrown;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost.getMessage();
  }

  private String accepted(HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      throw refused(response, response.body());
    }
    return response.body();
  }

  private CommandFailure refused(HttpResponse<?> response, String body) {
    if (response.statusCode() == UNAUTHORIZED && tokens.token().isEmpty()) {
      return CommandFailure.unusable(
          "the client service at %s wants a token: set AIF_TOKEN, or name with --data the folder of the service."
              .formatted(serviceUrl));
    }
    return CommandFailure.failed("the client service refused: " + detail(response, body));
  }

  private String detail(HttpResponse<?> response, String body) {
    String unnamed =
        "it answered %d; is %s a client service?".formatted(response.statusCode(), serviceUrl);
    if (!response.headers().firstValue("Content-Type").orElse("").contains("json")) {
      return unnamed;
    }
    try {
      String detail = Wire.JSONB.fromJson(body, Problem.class).detail();
      return detail == null ? unnamed : Sentence.ended(detail);
    } catch (JsonbException e) {
      return unnamed;
    }
  }

  private <T> T read(String body, Class<T> type) {
    try {
      return Wire.JSONB.fromJson(body, type);
    } catch (JsonbException e) {
      throw CommandFailure.unusable(
          "%s did not answer as a client service does: is it one?".formatted(serviceUrl), e);
    }
  }

  private BodyPublisher json(Object body) {
    return BodyPublishers.ofString(Wire.JSONB.toJson(body));
  }

  private static BodyPublisher nothing() {
    return BodyPublishers.noBody();
  }
}
