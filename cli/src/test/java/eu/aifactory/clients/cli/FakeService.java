package eu.aifactory.clients.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A client service that answers what it was told to; the last answer of a path is repeated. */
final class FakeService implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  /** One answer. */
  private record Answer(int status, String type, String body) {}

  FakeService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Calls as {@code METHOD path body}, with the range between them where one was asked for. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  /** What callers said of who they are; those that said nothing are left out. */
  List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  FakeService answer(String call, int status, String body) {
    return answer(
        call, status, status < 400 ? "application/json" : "application/problem+json", body);
  }

  FakeService answer(String call, int status, String type, String body) {
    answers.computeIfAbsent(call, unused -> new ArrayDeque<>()).add(new Answer(status, type, body));
    return this;
  }

  /** Every answer has this header, too. */
  FakeService header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String call =
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().toString().replace("/api/v1", "");
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      authorizations.add(authorization);
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range != null) {
      call += " " + range;
    }
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    calls.add((call + " " + body).strip());
    Deque<Answer> prepared = answers.getOrDefault(call, new ArrayDeque<>());
    Answer answer =
        prepared.isEmpty()
            ? new Answer(500, "text/html", "<html>nothing was prepared for " + call + "</html>")
            : prepared.size() > 1 ? prepared.poll() : prepared.peek();
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    headers.forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
