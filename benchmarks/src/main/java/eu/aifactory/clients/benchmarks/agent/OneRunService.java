package eu.aifactory.clients.benchmarks.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Registered;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.protocol.WireJson;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** The service's side of one run of one agent: just enough that a real agent puts load on. */
final class OneRunService implements AutoCloseable {
  static final long GROUP = 1;
  private static final double HEARTBEAT_SECONDS = 0.2;
  private static final double LEAD_SECONDS = 0.5;

  private final Jsonb json = JsonbBuilder.create(WireJson.config());
  private final AtomicInteger snapshots = new AtomicInteger();
  private final RunOrder order;
  private final HttpServer server;
  private volatile AiService service;
  private volatile boolean stopping;

  OneRunService(RunOrder order) throws IOException {
    this.order = order;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext("/api/v1/client-group/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Snapshots that came: the first one says that the run is in motion. */
  int snapshots() {
    return snapshots.get();
  }

  /** From the next heartbeat on the agent is told to end. */
  void stopAgent() {
    stopping = true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String kind = path.substring(path.lastIndexOf('/') + 1);
    byte[] reply = json.toJson(reply(kind, body)).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(kind.equals("connect") ? 201 : 200, reply.length);
    try (exchange) {
      exchange.getResponseBody().write(reply);
    }
  }

  private Object reply(String kind, String body) {
    return switch (kind) {
      case "connect" -> {
        Connect connect = json.fromJson(body, Connect.class);
        yield Registered.of(GROUP, connect.clientAddress(), connect.agent(), HEARTBEAT_SECONDS);
      }
      case "heartbeat" ->
          new HeartbeatReply(stopping ? HeartbeatReply.STOP : HeartbeatReply.RUN, order, now());
      case "barrier" -> barrier(json.fromJson(body, Barrier.class));
      case "snapshots" -> {
        snapshots.incrementAndGet();
        long sequence = json.fromJson(body, Snapshot.class).sequence();
        yield new SnapshotReply(
            sequence, true, stopping ? HeartbeatReply.STOP : HeartbeatReply.CONTINUE);
      }
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private BarrierReply barrier(Barrier barrier) {
    service = barrier.service() == null ? service : barrier.service();
    if (barrier.failure() != null) {
      return new BarrierReply(BarrierReply.ABORT, service, null, barrier.failure(), now());
    }
    return barrier.ready()
        ? new BarrierReply(BarrierReply.GO, service, now() + LEAD_SECONDS, null, now())
        : new BarrierReply(BarrierReply.WAIT, service, null, null, now());
  }

  private static double now() {
    return System.currentTimeMillis() / 1e3;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
