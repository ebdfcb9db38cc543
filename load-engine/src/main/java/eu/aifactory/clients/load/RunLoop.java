package eu.aifactory.clients.load;

import eu.aifactory.clients.load.client.LoadPath;
import eu.aifactory.clients.load.client.RequestWriter;
import eu.aifactory.clients.load.http.HttpConnection;
import eu.aifactory.clients.load.http.ReadBuffer;
import eu.aifactory.clients.load.records.RequestLog;
import eu.aifactory.clients.protocol.Workload;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clients of a run that live on one event loop, and what they share. All calls on the loop,
 * except where said otherwise.
 */
final class RunLoop {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int CHECKED_IN_TICKS = 5;
  private static final int MOST_OPENING_AT_ONCE = 64;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Hears what concerns the whole run. */
  interface Watcher {
    /** Every client's connection was tried. {@code cause} is the last fault, or {@code null}. */
    void prepared(int opened, int failed, Throwable cause);

    /** No client is left. */
    void over();
  }

  private final EventLoop loop;
  private final RunSettings settings;
  private final Watcher watcher;
  private final LoopFigures figures;
  private final RequestLog log;
  private final ReadBuffer buffer = new ReadBuffer();
  private final List<LoadClient> clients = new ArrayList<>();
  private final AtomicLong longestDelayNanos = new AtomicLong();
  private final long idleNanos;
  private final long totalNanos;
  private ScheduledFuture<?> ticks;
  private long nextTickNanos;
  private int nextChecked;
  private int opening;
  private int preparedClients;
  private int failedToOpen;
  private Throwable lastFault;
  private int active;
  private boolean stopping;
  private boolean hasDeadline;
  private long deadlineNanos;
  private int requestBytes = 1024;

  RunLoop(EventLoop loop, RunSettings settings, Watcher watcher) {
    this.loop = loop;
    this.settings = settings;
    this.watcher = watcher;
    Workload workload = settings.workload();
    this.figures = new LoopFigures(workload.slo());
    this.log = settings.logs().forLoop();
    this.idleNanos = nanos(workload.limits().idleSeconds());
    this.totalNanos = nanos(workload.limits().totalSeconds());
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * NANOS_PER_SECOND);
  }

  /** The loop itself; any thread. */
  EventLoop loop() {
    return loop;
  }

  /** Any thread may ask for the progress; the rest is the loop's. */
  LoopFigures figures() {
    return figures;
  }

  /** The longest that a timer was late since the last call; any thread. */
  long takeLongestDelayNanos() {
    return longestDelayNanos.getAndSet(0);
  }

  /** Creates the clients and opens their connections, some at a time. */
  void prepare(int count) {
    for (int i = 0; i < count; i++) {
      clients.add(new LoadClient(this));
    }
    active = count;
    scheduleTick(System.nanoTime());
    while (opening < Math.min(count, MOST_OPENING_AT_ONCE)) {
      clients.get(opening++).prepare();
    }
  }

  /** A client's first connection was tried. */
  void prepared(Throwable cause) {
    preparedClients++;
    if (cause != null) {
      failedToOpen++;
      lastFault = cause;
    }
    if (opening < clients.size()) {
      clients.get(opening++).prepare();
    }
    if (preparedClients == clients.size()) {
      watcher.prepared(preparedClients - failedToOpen, failedToOpen, lastFault);
    }
  }

  /** Lets the clients begin at the clock's start. */
  void start(RunClock clock) {
    Double seconds = settings.workload().load().durationSeconds();
    hasDeadline = seconds != null;
    deadlineNanos = clock.startNanos() + (hasDeadline ? nanos(seconds) : 0);
    figures.start(clock);
    long wait = clock.startNanos() - System.nanoTime();
    if (wait <= 0) {
      begin(clock.startNanos());
    } else {
      loop.schedule(() -> begin(clock.startNanos()), wait, TimeUnit.NANOSECONDS);
    }
  }

  private void begin(long startNanos) {
    if (!stopping) {
      clients.forEach(client -> client.begin(startNanos));
    }
  }

  /** Each on its own: a fixed rate would catch up after a delay and so hide the next one. */
  private void scheduleTick(long now) {
    nextTickNanos = now + TICK_NANOS;
    ticks = loop.schedule(this::tick, TICK_NANOS, TimeUnit.NANOSECONDS);
  }

  private void tick() {
    long now = System.nanoTime();
    long late = now - nextTickNanos;
    if (late > longestDelayNanos.get()) {
      longestDelayNanos.set(late);
    }
    scheduleTick(now);
    log.tick(now);
    int size = clients.size();
    int share = (size + CHECKED_IN_TICKS - 1) / CHECKED_IN_TICKS;
    for (int i = 0; i < share; i++) {
      nextChecked = nextChecked + 1 < size ? nextChecked + 1 : 0;
      clients.get(nextChecked).check(now);
    }
  }

  /** Sends nothing more. */
  void stopSending() {
    stopping = true;
    clients.forEach(LoadClient::stopSending);
  }

  /** Gives up what is in flight too. */
  void cancel() {
    stopping = true;
    clients.forEach(LoadClient::cancel);
  }

  boolean stopping() {
    return stopping;
  }

  boolean over(long now) {
    return hasDeadline && now - deadlineNanos >= 0;
  }

  HttpConnection connectionFor(LoadClient client) {
    return new HttpConnection(settings.target(), loop, buffer, client);
  }

  LoadPath path() {
    return settings.path();
  }

  RequestWriter writer() {
    return settings.writer();
  }

  RequestNumbers numbers() {
    return settings.numbers();
  }

  long idleNanos() {
    return idleNanos;
  }

  long totalNanos() {
    return totalNanos;
  }

  long idleDropNanos() {
    return settings.idleDropNanos();
  }

  /** How much memory to ask for before a request is written. */
  int requestBytes() {
    return requestBytes;
  }

  void requestWas(int bytes) {
    requestBytes = Math.max(requestBytes, bytes);
  }

  /** Hears of each request that ended. */
  RequestLog log() {
    return log;
  }

  /** A client has nothing more to do. */
  void ended() {
    if (--active == 0) {
      ticks.cancel(false);
      log.over();
      watcher.over();
    }
  }
}
