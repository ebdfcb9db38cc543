package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.Heartbeat;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.service.intake.Gathering;
import eu.aifactory.clients.service.intake.Outcome;
import eu.aifactory.clients.service.intake.Reply;
import eu.aifactory.clients.service.intake.Turns;
import eu.aifactory.clients.service.security.Caller;
import eu.aifactory.clients.service.settings.StorageFault;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Takes what agents say again and again, so that one transaction serves all of a group who speak at
 * the same time: each would else wait for the group's lock, and cost the server a transaction of
 * its own. Holds no thread while a message waits. Thread-safe.
 */
@ApplicationScoped
public class AgentIntake {
  /** Characters of snapshots that may wait: twice as many bytes of memory at most. */
  private static final long MOST_OF_SNAPSHOTS = 64L << 20;

  private static final long MOST_BEATS = 20_000;

  /** Groups whose messages are handled at the same time: each takes a connection meanwhile. */
  private static final int WORKERS = 8;

  @Resource ManagedThreadFactory threads;

  private ScheduledExecutorService workers;
  private Gathering<Sender, Beat, HeartbeatReply> beats;
  private Gathering<Sender, Delivery, SnapshotReply> deliveries;

  protected AgentIntake() {
    // for the container
  }

  @Inject
  AgentIntake(AgentHeartbeats heartbeats, RunDeliveries runs) {
    Turns turns = (pause, work) -> workers.schedule(work, pause.toNanos(), TimeUnit.NANOSECONDS);
    beats =
        new Gathering<>(
            (sender, together) ->
                sender.speaking(() -> heartbeats.heard(sender.benchmarkId(), together)),
            beat -> 1,
            MOST_BEATS,
            AgentIntake::concernsAll,
            turns,
            System::nanoTime);
    deliveries =
        new Gathering<>(
            (sender, together) ->
                sender.speaking(() -> runs.deliver(sender.benchmarkId(), together)),
            Delivery::size,
            MOST_OF_SNAPSHOTS,
            AgentIntake::concernsAll,
            turns,
            System::nanoTime);
  }

  /**
   * With the container's threads and not its scheduled executor: that one looks for services in all
   * jars of the server with each task that it is given.
   */
  @PostConstruct
  void start() {
    workers = Executors.newScheduledThreadPool(WORKERS, threads);
  }

  /** Whoever waits is not answered, and sends again what was not acknowledged. */
  @PreDestroy
  void stop() {
    workers.shutdownNow();
  }

  /**
   * Whose messages are handled together.
   *
   * @param caller on whose behalf they are sent; {@code null} for agents
   */
  private record Sender(long benchmarkId, Caller caller) {
    static Sender to(long benchmarkId) {
      return new Sender(benchmarkId, Caller.current().orElse(null));
    }

    <T> List<Outcome<T>> speaking(Supplier<List<Outcome<T>>> work) {
      if (caller != null) {
        Caller.begin(caller);
      }
      try {
        return work.get();
      } finally {
        Caller.end();
      }
    }
  }

  /**
   * See {@link AgentHeartbeats#heard}. Refuses with what is an outcome there.
   *
   * @throws InvalidRequestException when no agent can have this name
   */
  public void heard(
      long benchmarkId, String agent, Heartbeat heartbeat, Reply<HeartbeatReply> reply) {
    beats.take(Sender.to(benchmarkId), Beat.of(agent, heartbeat), reply);
  }

  /**
   * See {@link RunDeliveries#deliver}. Refuses with what is an outcome there.
   *
   * @throws InvalidRequestException with a sentence for each member at fault
   * @throws eu.aifactory.clients.service.result.UnreadableFiguresException when the figures cannot
   *     be read
   */
  public void deliver(
      long benchmarkId, String runId, Snapshot snapshot, Reply<SnapshotReply> reply) {
    deliveries.take(Sender.to(benchmarkId), Delivery.of(runId, snapshot), reply);
  }

  private static boolean concernsAll(RuntimeException failure) {
    return StorageFault.in(failure).filter(fault -> fault != StorageFault.CONFLICT).isPresent();
  }
}
