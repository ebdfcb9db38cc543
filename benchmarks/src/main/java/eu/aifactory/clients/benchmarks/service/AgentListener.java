package eu.aifactory.clients.benchmarks.service;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Where all simulated agents listen: it takes every order, which comes with the heartbeat, too. */
final class AgentListener implements AutoCloseable {
  private static final byte[] TAKEN = "{\"status\":\"started\"}".getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;

  AgentListener() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, TAKEN.length);
          exchange.getResponseBody().write(TAKEN);
          exchange.close();
        });
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
