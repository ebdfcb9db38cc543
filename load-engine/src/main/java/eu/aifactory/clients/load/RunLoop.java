package eu.aifactory.clients.load;

import eu.aifactory.clients.load.arrival.LoadTimeline;
import eu.aifactory.clients.load.arrival.ScheduleWalk;
import eu.aifactory.clients.load.arrival.StageWindow;
import eu.aifactory.clients.load.client.LoadPath;
import eu.aifactory.clients.load.client.RequestWriter;
import eu.aifactory.clients.load.http.HttpConnection;
import eu.aifactory.clients.load.records.RequestLog;
import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.Workload;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clients and arrivals of a run that live on one event loop, and what they share. All calls on
 * the loop, except where said otherwise.
 */
final class RunLoop {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long NOTICED_LATE_NANOS =
      TimeUnit.MILLISECONDS.toNanos(AgentHealth.NOTICED_LATE_MS);
  private static final int CHECKED_IN_TICKS = 5;
  private static final int MOST_OPENING_AT_ONCE = 64;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Hears what concerns the whole run. */
  interface Watcher {
    /** Every connection was tried. {@code cause} is the last fault, or {@code null}. */
    void prepared(int opened, int failed, Throwable cause);

    /** Nothing is left to send or to wait for. */
    void over();
  }

  private final EventLoop loop;
  private final RunSettings settings;
  private final LoopShare share;
  private final Watcher watcher;
  private final LoopFigures figures;
  private final RequestLog log;
  private final List<RequestConnection> connections = new ArrayList<>();
  private final List<LoadClient> clients = new ArrayList<>();
  private final List<Runnable> toOpen = new ArrayList<>();
  private final AtomicLong longestDelayNanos = new AtomicLong();
  private final AtomicLong lateNanos = new AtomicLong();
  private final long idleNanos;
  private final long totalNanos;
  private Optional<OpenArrivals> arrivals = Optional.empty();
  private ScheduledFuture<?> ticks;
  private long nextTickNanos;
  private int nextChecked;
  private int opening;
  private int preparedConnections;
  private int failedToOpen;
  private Throwable lastFault;
  private int active;
  private boolean begun;
  private boolean stopping;
  private long startNanos;
  private int requestBytes = 1024;

  RunLoop(EventLoop loop, RunSettings settings, LoopShare share, Watcher watcher) {
    this.loop = loop;
    this.settings = settings;
    this.share = share;
    this.watcher = watcher;
    Workload workload = settings.workload();
    this.figures = new LoopFigures(workload.slos());
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

  /**
   * By how much timers were late since the last call, of those that were noticeably; any thread.
   */
  long takeLateNanos() {
    return lateNanos.getAndSet(0);
  }

  /** Creates clients and arrivals and opens their connections, some at a time. */
  void prepare() {
    boolean closed = timeline().hasClosedStages();
    if (timeline().hasOpenStages()) {
      ScheduleWalk walk = new ScheduleWalk(timeline(), share.place(), share.places());
      arrivals = Optional.of(new OpenArrivals(this, walk, share.mostInFlight()));
      active++;
    }
    for (int i = 0; i < share.clients(); i++) {
      if (closed) {
        LoadClient client = new LoadClient(this, share.clientNumber(i));
        clients.add(client);
        active++;
        toOpen.add(client::prepare);
      } else {
        toOpen.add(arrivals.orElseThrow()::prepare);
      }
    }
    scheduleTick(System.nanoTime());
    if (toOpen.isEmpty()) {
      watcher.prepared(0, 0, null);
    }
    while (opening < Math.min(toOpen.size(), MOST_OPENING_AT_ONCE)) {
      toOpen.get(opening++).run();
    }
  }

  /** The first attempt to open one of the connections has ended. */
  void prepared(Throwable cause) {
    preparedConnections++;
    if (cause != null) {
      failedToOpen++;
      lastFault = cause;
    }
    if (opening < toOpen.size()) {
      toOpen.get(opening++).run();
    }
    if (preparedConnections == toOpen.size()) {
      watcher.prepared(preparedConnections - failedToOpen, failedToOpen, lastFault);
    }
  }

  /** Lets clients and arrivals begin at the clock's start. */
  void start(RunClock clock) {
    startNanos = clock.startNanos();
    figures.start(clock);
    at(startNanos, this::begin);
  }

  private void begin() {
    if (!stopping) {
      begun = true;
      clients.forEach(client -> client.begin(startNanos));
      arrivals.ifPresent(OpenArrivals::begin);
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
    if (late > NOTICED_LATE_NANOS) {
      lateNanos.addAndGet(late);
    }
    scheduleTick(now);
    log.tick(now);
    int size = connections.size();
    int share = (size + CHECKED_IN_TICKS - 1) / CHECKED_IN_TICKS;
    for (int i = 0; i < share; i++) {
      nextChecked = nextChecked + 1 < size ? nextChecked + 1 : 0;
      connections.get(nextChecked).check(now);
    }
  }

  /** Sends nothing more. */
  void stopSending() {
    if (!stopping) {
      stopping = true;
      clients.forEach(LoadClient::stopSending);
      connections.forEach(RequestConnection::stopSending);
      arrivals.ifPresent(OpenArrivals::stopSending);
    }
  }

  /** Gives up what is in flight too. */
  void cancel() {
    stopSending();
    connections.forEach(RequestConnection::cancel);
  }

  boolean stopping() {
    return stopping;
  }

  boolean hasBegun() {
    return begun;
  }

  /** Whether no request is sent any more. */
  boolean over(long now) {
    long end = timeline().endNanos();
    return end != StageWindow.OPEN_ENDED && now - nanosAt(end) >= 0;
  }

  LoadTimeline timeline() {
    return settings.timeline();
  }

  /** The place of the stage at an instant; see {@link LoadTimeline#placeAt}. */
  int placeAt(long nanos) {
    return timeline().placeAt(nanos - startNanos);
  }

  /** The instant at an offset from the run's start. */
  long nanosAt(long offsetNanos) {
    return startNanos + offsetNanos;
  }

  /** How many of this process's clients take part in a stage. */
  int clientsIn(int place) {
    return settings.clientsIn(place);
  }

  /** Runs it at that instant, at once when it is past. */
  ScheduledFuture<?> at(long nanos, Runnable task) {
    return loop.schedule(task, Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  RequestConnection newConnection(RequestConnection.Sender sender) {
    RequestConnection connection = new RequestConnection(this, sender);
    connections.add(connection);
    return connection;
  }

  HttpConnection connectionFor(RequestConnection listener) {
    return new HttpConnection(settings.target(), loop, listener);
  }

  LoadPath path() {
    return settings.path();
  }

  RequestWriter writer() {
    return settings.writer();
  }

  /** Of the closed loop's stage at that place. */
  RequestNumbers numbers(int place) {
    return settings.numbers().get(place);
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

  /** A client has nothing more to do, or no arrival is left. */
  void ended() {
    if (--active == 0) {
      ticks.cancel(false);
      log.over();
      watcher.over();
    }
  }
}
