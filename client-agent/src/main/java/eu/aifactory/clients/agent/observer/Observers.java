package eu.aifactory.clients.agent.observer;

import eu.aifactory.clients.protocol.ObserverRegistration;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The observers of this agent, each with its own pace while a run is in hand, and all told of its
 * end. Thread-safe.
 */
@ApplicationScoped
public class Observers {
  static final int MOST_OBSERVERS = 64;
  private static final Logger LOG = System.getLogger(Observers.class.getName());

  private final Jsonb json;
  private final ScheduledExecutorService pacemaker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("observer-pace").factory());
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private Optional<Supplier<RunUpdate>> run = Optional.empty();

  private static final class Subscription {
    private final MonitorProxy observer;
    private Optional<Duration> interval;
    private Optional<Future<?>> ticking = Optional.empty();

    private Subscription(MonitorProxy observer, Optional<Duration> interval) {
      this.observer = observer;
      this.interval = interval;
    }

    private void stopTicking() {
      ticking.ifPresent(future -> future.cancel(false));
      ticking = Optional.empty();
    }
  }

  @Inject
  public Observers(Jsonb json) {
    this.json = json;
  }

  /**
   * Adds an observer, or changes how often one at the same address is told. One that comes during a
   * run hears of it at once.
   *
   * @throws BadObserverException naming the value at fault; nothing was added
   */
  public synchronized void add(ObserverRegistration registration) {
    String host = host(registration);
    int port = port(registration);
    Optional<Duration> interval = UpdatePace.of(registration.updatePreferences());
    String address = host + ":" + port;
    if (!subscriptions.containsKey(address) && subscriptions.size() == MOST_OBSERVERS) {
      throw new BadObserverException(
          "%s would be observer %d, and an agent takes %d"
              .formatted(address, MOST_OBSERVERS + 1, MOST_OBSERVERS));
    }
    Subscription subscription =
        subscriptions.computeIfAbsent(
            address, unused -> new Subscription(new MonitorProxy(host, port, json), interval));
    subscription.stopTicking();
    subscription.interval = interval;
    run.ifPresent(updates -> tick(subscription, updates));
    LOG.log(
        Level.INFO,
        "observer {0} added, update {1}",
        address,
        interval.map(every -> "every " + every.toMillis() + " ms").orElse("at the end of a run"));
  }

  /** A run begins; {@code updates} says at any time how it fares. */
  public synchronized void runBegins(Supplier<RunUpdate> updates) {
    run = Optional.of(updates);
    subscriptions.values().forEach(subscription -> tick(subscription, updates));
  }

  /** The run is over: every observer is told, whatever its pace. */
  public synchronized void runEnded(RunUpdate last) {
    run = Optional.empty();
    for (Subscription subscription : subscriptions.values()) {
      subscription.stopTicking();
      subscription.observer.update(last);
    }
  }

  /** Gives what is still waiting a last chance, at most this long in all. */
  public void awaitSent(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (Subscription subscription : snapshot()) {
      subscription.observer.awaitSent(Duration.ofNanos(deadline - System.nanoTime()));
    }
  }

  @PreDestroy
  void close() {
    pacemaker.shutdownNow();
    snapshot().forEach(subscription -> subscription.observer.close());
  }

  private synchronized List<Subscription> snapshot() {
    return List.copyOf(subscriptions.values());
  }

  private void tick(Subscription subscription, Supplier<RunUpdate> updates) {
    subscription.ticking =
        subscription.interval.map(
            every ->
                pacemaker.scheduleAtFixedRate(
                    () -> tell(subscription, updates),
                    every.toNanos(),
                    every.toNanos(),
                    TimeUnit.NANOSECONDS));
  }

  /** Under the lock, so that nothing is told after a run's last update. */
  private synchronized void tell(Subscription subscription, Supplier<RunUpdate> updates) {
    if (run.filter(current -> current == updates).isPresent()) {
      subscription.observer.update(updates.get());
    }
  }

  private static String host(ObserverRegistration registration) {
    String host = registration.ipAddress();
    if (host == null || host.isBlank()) {
      throw new BadObserverException("ip_address is missing");
    }
    if (!host.matches("[A-Za-z0-9._-]{1,253}|\\[?[0-9A-Fa-f:.]{2,45}]?")) {
      throw new BadObserverException(
          "ip_address must be an address or a host name, not \"%s\"".formatted(host));
    }
    return host;
  }

  private static int port(ObserverRegistration registration) {
    Integer port = registration.port();
    if (port == null) {
      throw new BadObserverException("port is missing");
    }
    if (port < 1 || port > 65_535) {
      throw new BadObserverException("port must be 1 to 65535, not " + port);
    }
    return port;
  }
}
