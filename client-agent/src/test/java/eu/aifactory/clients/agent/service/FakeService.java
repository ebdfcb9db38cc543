package eu.aifactory.clients.agent.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import eu.aifactory.clients.protocol.Acknowledgement;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.Heartbeat;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Problem;
import eu.aifactory.clients.protocol.Registered;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.protocol.TimedReply;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import eu.aifactory.clients.protocol.records.RecordBlock;
import eu.aifactory.clients.protocol.records.RecordsEnd;
import jakarta.json.bind.Jsonb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The service's side of the conversation, with faults on demand: counts each snapshot once, lets a
 * run go when all its agents are ready, and remembers all it was told.
 */
public final class FakeService implements AutoCloseable {
  public static final String CONNECT = "connect";
  public static final String HEARTBEAT = "heartbeat";
  public static final String ORDERS = "orders";
  public static final String BARRIER = "barrier";
  public static final String SNAPSHOTS = "snapshots";
  public static final String RECORDS = "records";
  private static final String BASE = "/api/v1/client-group/";

  /** An answer that is given in place of the right one; {@code problem} false sends a page. */
  private record Fault(int status, boolean problem, boolean afterTheDeed) {}

  private final Jsonb json = WireJsonResolver.jsonb();
  private final Map<String, Deque<Fault>> faults = new HashMap<>();
  private final Set<String> counted = new HashSet<>();
  private final Set<String> ready = new HashSet<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int port;
  private HttpServer server;
  private AiService aiService;
  private RunOrder order;
  private Double askAfter;
  private boolean stopping;
  private boolean ordersTaken = true;
  private String abort;
  private LoadEnding ending;
  private double[] rates;
  private int agents = 1;
  private double heartbeatSeconds = 0.05;
  private double clockAheadSeconds;
  private Duration thinking = Duration.ZERO;
  private boolean saysWhenReceived = true;

  public final List<Connect> connects = new CopyOnWriteArrayList<>();
  public final List<Heartbeat> heartbeats = new CopyOnWriteArrayList<>();
  public final List<Barrier> barriers = new CopyOnWriteArrayList<>();

  /** Snapshots that count, in the order in which they came. */
  public final List<Snapshot> snapshots = new CopyOnWriteArrayList<>();

  /** Blocks of records that count, in the order in which they came. */
  public final List<RecordBlock> blocks = new CopyOnWriteArrayList<>();

  public final List<RecordsEnd> recordEnds = new CopyOnWriteArrayList<>();

  /** What was asked for with each call for orders. */
  public final List<String> calledForOrders = new CopyOnWriteArrayList<>();

  public final List<String> correlationIds = new CopyOnWriteArrayList<>();
  public final List<String> authorizations = new CopyOnWriteArrayList<>();
  public final List<String> paths = new CopyOnWriteArrayList<>();

  public FakeService() {
    listen(0);
    this.port = server.getAddress().getPort();
  }

  public String address() {
    return "http://127.0.0.1:" + port;
  }

  /** From now on connections are refused. */
  public void goAway() {
    server.stop(0);
  }

  /** Listens at its old address again. */
  public void comeBack() {
    listen(port);
  }

  /** The next calls of a kind get a problem document with this status, once each. */
  public synchronized void refuse(String kind, int... statuses) {
    for (int status : statuses) {
      faults
          .computeIfAbsent(kind, unused -> new ArrayDeque<>())
          .add(new Fault(status, true, false));
    }
  }

  /** The next call of a kind gets another server's page. */
  public synchronized void answerWithPage(String kind, int status) {
    faults.computeIfAbsent(kind, unused -> new ArrayDeque<>()).add(new Fault(status, false, false));
  }

  /** The next call of a kind is carried out and its answer lost. */
  public synchronized void loseAnswer(String kind) {
    faults.computeIfAbsent(kind, unused -> new ArrayDeque<>()).add(new Fault(503, false, true));
  }

  public synchronized void order(RunOrder run) {
    order = run;
    notifyAll();
  }

  public synchronized void stopAgents() {
    stopping = true;
    notifyAll();
  }

  public synchronized void abortRun(String reason) {
    abort = reason;
  }

  /** The rates of the stages from 1 on are chosen: before, agents wait for them. */
  public synchronized void choose(double... chosen) {
    rates = chosen;
  }

  /** From now on every answer to a snapshot says so. */
  public synchronized void endLoad(LoadEnding condition) {
    ending = condition;
  }

  public synchronized void expectAgents(int number) {
    agents = number;
  }

  public synchronized void offerService(AiService service) {
    aiService = service;
  }

  /** Calls for orders are known from now on, or again not, as by a service of before. */
  public synchronized void takeCallsForOrders(boolean taken) {
    ordersTaken = taken;
  }

  /** Says with every answer at the start barrier when to ask again. */
  public synchronized void haveAskedAfter(double seconds) {
    askAfter = seconds;
  }

  public synchronized void beatEvery(double seconds) {
    heartbeatSeconds = seconds;
  }

  public synchronized void setClockAhead(double seconds) {
    clockAheadSeconds = seconds;
  }

  /** Takes this long for every answer from now on. */
  public synchronized void think(Duration time) {
    thinking = time;
  }

  /** Tells one instant alone from now on, as a service of before. */
  public synchronized void sayOnlyWhenAnswered() {
    saysWhenReceived = false;
  }

  @Override
  public void close() {
    server.stop(0);
    stopAgents();
    threads.close();
  }

  private void listen(int wanted) {
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(BASE, this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    double received = now();
    String path = exchange.getRequestURI().getPath();
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    paths.add(path);
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    correlationIds.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Correlation-Id")));
    String kind = path.contains("/records/") ? RECORDS : path.substring(path.lastIndexOf('/') + 1);
    Fault fault;
    Object answer;
    if (kind.equals(ORDERS)) {
      calledForOrders.add(String.valueOf(exchange.getRequestURI().getQuery()));
    }
    synchronized (this) {
      if (kind.equals(ORDERS) && !ordersTaken) {
        refuse(ORDERS, 405);
      }
      fault = faults.getOrDefault(kind, new ArrayDeque<>()).poll();
      answer = fault == null || fault.afterTheDeed() ? reply(kind, exchange, bytes) : null;
    }
    answer = timed(answer, received);
    if (fault == null) {
      send(exchange, kind.equals(CONNECT) ? 201 : 200, "application/json", json.toJson(answer));
    } else if (fault.problem()) {
      Problem problem =
          new Problem("about:blank", "scripted", fault.status(), "scripted refusal", null);
      send(exchange, fault.status(), Problem.MEDIA_TYPE, json.toJson(problem));
    } else {
      send(exchange, fault.status(), "text/html", "<html>starting</html>");
    }
  }

  private Object timed(Object answer, double received) {
    try {
      Thread.sleep(thinking);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return answer instanceof TimedReply reply && saysWhenReceived
        ? reply.timed(received, now())
        : answer;
  }

  private Object reply(String kind, HttpExchange exchange, byte[] bytes) {
    String path = exchange.getRequestURI().getPath();
    String body = new String(bytes, StandardCharsets.UTF_8);
    return switch (kind) {
      case CONNECT -> registered(json.fromJson(body, Connect.class));
      case HEARTBEAT -> beat(json.fromJson(body, Heartbeat.class));
      case ORDERS -> orders(exchange.getRequestURI().getQuery());
      case BARRIER -> barrier(json.fromJson(body, Barrier.class));
      case RECORDS -> records(path, bytes);
      case SNAPSHOTS -> snapshot(json.fromJson(body, Snapshot.class), path);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private Registered registered(Connect connect) {
    connects.add(connect);
    return Registered.of(123, connect.clientAddress(), connect.agent(), heartbeatSeconds);
  }

  /** Holds the answer back until there is one, and the caller's connection with it. */
  private HeartbeatReply orders(String query) {
    Matcher asked = Pattern.compile("wait=(\\d+)(?:&run=(.*))?").matcher(query);
    if (!asked.matches()) {
      throw new IllegalArgumentException(query);
    }
    long until = System.nanoTime() + Long.parseLong(asked.group(1)) * 1_000_000_000L;
    while (!stopping
        && (order == null || order.runId().equals(asked.group(2)))
        && System.nanoTime() - until < 0) {
      try {
        wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    boolean known = order != null && order.runId().equals(asked.group(2));
    return known && !stopping ? new HeartbeatReply(HeartbeatReply.CONTINUE, null, now()) : told();
  }

  private HeartbeatReply beat(Heartbeat heartbeat) {
    heartbeats.add(heartbeat);
    return told();
  }

  private HeartbeatReply told() {
    String command = HeartbeatReply.CONTINUE;
    if (stopping) {
      command = HeartbeatReply.STOP;
    } else if (order != null) {
      command = HeartbeatReply.RUN;
    }
    return new HeartbeatReply(command, order, now());
  }

  private BarrierReply barrier(Barrier barrier) {
    barriers.add(barrier);
    aiService = barrier.service() == null ? aiService : barrier.service();
    if (barrier.ready()) {
      ready.add(barrier.agent());
    }
    if (abort != null || barrier.failure() != null) {
      String reason = abort == null ? barrier.failure() : abort;
      return new BarrierReply(BarrierReply.ABORT, aiService, null, reason, now());
    }
    if (barrier.stage() != null) {
      return beforeStage(barrier);
    }
    return ready.size() >= agents
        ? new BarrierReply(BarrierReply.GO, aiService, now() + 0.1, null, now())
        : new BarrierReply(BarrierReply.WAIT, aiService, null, null, now(), null, askAfter);
  }

  private BarrierReply beforeStage(Barrier barrier) {
    if (rates == null) {
      return new BarrierReply(BarrierReply.WAIT, null, null, null, now(), null, null);
    }
    if (barrier.stage() > rates.length) {
      return new BarrierReply(BarrierReply.END, null, null, null, now(), null, null);
    }
    double rate = rates[barrier.stage() - 1];
    return barrier.ready()
        ? new BarrierReply(BarrierReply.GO, null, now() + 0.1, null, now(), rate, null)
        : new BarrierReply(BarrierReply.WAIT, null, null, null, now(), rate, null);
  }

  private SnapshotReply snapshot(Snapshot snapshot, String path) {
    boolean first = counted.add(path + snapshot.agent() + snapshot.sequence());
    if (first) {
      snapshots.add(snapshot);
    }
    return new SnapshotReply(snapshot.sequence(), first, HeartbeatReply.CONTINUE, ending);
  }

  /** Blocks must come in their order; one that was stored is passed over. */
  private Acknowledgement records(String path, byte[] body) {
    if (!path.matches(".*/records/[^/]+/[0-9]+")) {
      recordEnds.add(json.fromJson(new String(body, StandardCharsets.UTF_8), RecordsEnd.class));
      return new Acknowledgement("stored");
    }
    RecordBlock block = RecordBlock.of(body);
    if (counted.add(path)) {
      if (block.number() != blocks.size()) {
        throw new IllegalStateException("block %d came too early".formatted(block.number()));
      }
      blocks.add(block);
    }
    return new Acknowledgement("stored");
  }

  private double now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) / 1e6 + clockAheadSeconds;
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
