package eu.aifactory.clients.agent.observer;

import jakarta.json.bind.Jsonb;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands for a monitoring service: sends it each update by {@code POST} as JSON. A monitor that is
 * slow or away costs the run nothing: updates wait in a bounded queue, the oldest gives way to the
 * newest, and each call has a limit.
 */
public final class MonitorProxy implements ClientObserver, AutoCloseable {
  static final int MOST_WAITING = 64;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
  private static final Logger LOG = System.getLogger(MonitorProxy.class.getName());

  private final URI monitor;
  private final Jsonb json;
  private final BlockingQueue<RunUpdate> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicInteger undelivered = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final HttpClient http;
  private final Thread sender;

  /**
   * @param host name or address
   */
  public MonitorProxy(String host, int port, Jsonb json) {
    boolean sixth = host.contains(":") && !host.startsWith("[");
    this.monitor = URI.create("http://" + (sixth ? "[" + host + "]" : host) + ":" + port + "/");
    this.json = json;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.sender = Thread.ofVirtual().name("monitor-" + host + ":" + port).start(this::sendAll);
  }

  @Override
  public void update(RunUpdate data) {
    undelivered.incrementAndGet();
    while (!waiting.offer(data)) {
      if (waiting.poll() != null) {
        dropped.incrementAndGet();
        undelivered.decrementAndGet();
      }
    }
  }

  /** Updates that gave way to newer ones. */
  public long dropped() {
    return dropped.get();
  }

  /** Updates that were sent and not taken. */
  public long failures() {
    return failures.get();
  }

  /** Waits until all updates were sent, dropped or refused, at most this long. */
  public boolean awaitSent(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (undelivered) {
      while (undelivered.get() > 0) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(undelivered, left);
      }
    }
    return true;
  }

  @Override
  public void close() {
    sender.interrupt();
    http.shutdownNow();
  }

  private void sendAll() {
    try {
      while (!Thread.interrupted()) {
        RunUpdate next = waiting.take();
        sendToMonitor(next);
        synchronized (undelivered) {
          undelivered.decrementAndGet();
          undelivered.notifyAll();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendToMonitor(RunUpdate data) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(monitor)
            .timeout(CALL_LIMIT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.toJson(data)))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        failed("answered " + status);
      }
    } catch (IOException e) {
      failed(e.toString());
    }
  }

  private void failed(String why) {
    boolean first = failures.getAndIncrement() == 0;
    LOG.log(
        first ? Level.WARNING : Level.DEBUG,
        "observer {0} did not take an update: {1}",
        monitor,
        why);
  }
}
