package eu.aifactory.clients.agent.observer;

import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A monitoring service that keeps what it is sent, and answers only when it may. */
public final class FakeMonitor implements AutoCloseable {
  private final HttpServer server;
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  public final List<JsonObject> updates = new CopyOnWriteArrayList<>();
  public final List<String> contentTypes = new CopyOnWriteArrayList<>();

  public FakeMonitor() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          contentTypes.add(exchange.getRequestHeaders().getFirst("Content-Type"));
          try (var reader = Json.createReader(exchange.getRequestBody())) {
            updates.add(reader.readObject());
          }
          try {
            mayAnswer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public FakeMonitor answering() {
    mayAnswer.countDown();
    return this;
  }

  @Override
  public void close() {
    mayAnswer.countDown();
    server.stop(0);
  }
}
