package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.service.intake.Reply;
import eu.aifactory.clients.service.limit.TooManyException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The calls that agents keep open at this instance until there is something for them to do. A call
 * that waits is an entry here and holds no thread; it is answered once, by whoever finds news for
 * it, by the end of its time, by a newer call of the same agent or by the end of the service. That
 * nothing is missed does not hang on it: heartbeats bring the same. Thread-safe.
 */
@ApplicationScoped
public class OrderWaits {
  /** How long a call is kept open at most: well below what proxies take for dead. */
  public static final Duration LONGEST = Duration.ofSeconds(30);

  /** Calls that wait at a time: each is a connection, and some hundred bytes. */
  static final int MOST = 10_000;

  private static final Duration WHEN_FULL = Duration.ofSeconds(10);
  private static final System.Logger LOG = System.getLogger(OrderWaits.class.getName());

  private final Map<Key, Waiting> waiting = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();
  private AgentOrders orders;
  private LongSupplier nanoTime;
  private int most;
  private volatile boolean closed;

  protected OrderWaits() {
    // for the container
  }

  @Inject
  OrderWaits(AgentOrders orders) {
    this(orders, MOST, System::nanoTime);
  }

  OrderWaits(AgentOrders orders, int most, LongSupplier nanoTime) {
    this.orders = orders;
    this.most = most;
    this.nanoTime = nanoTime;
  }

  private record Key(long groupPk, String agent) {}

  private record Waiting(
      Key key, long benchmarkId, String knownRun, long untilNanos, Reply<HeartbeatReply> call) {

    /** An order that the agent has already is no reason to wake it again and again. */
    boolean isNews(HeartbeatReply reply) {
      boolean known = reply.order() != null && reply.order().runId().equals(knownRun);
      return !HeartbeatReply.CONTINUE.equals(reply.command()) && !known;
    }
  }

  /**
   * Answers the call as soon as there is something for the agent to do, or when the wait is over, a
   * second later at most. What is known now is answered before this returns.
   *
   * @param knownRun of whose order the agent needs no repetition; {@code null} for none
   * @param wait none or up to {@link #LONGEST}
   * @throws UnknownGroupException when the group is gone: the agent has to end
   * @throws UnknownAgentException when the agent is not on record: it has to end
   * @throws LostAgentException when its group has given it up: it has to end
   * @throws TooManyException when too many wait here
   */
  public void await(
      long benchmarkId, String agent, String knownRun, Duration wait, Reply<HeartbeatReply> call) {
    long before = changes.get();
    AgentOrders.Asked asked = orders.of(benchmarkId, agent);
    Key key = new Key(asked.groupPk(), agent);
    Waiting entry =
        new Waiting(key, benchmarkId, knownRun, nanoTime.getAsLong() + wait.toNanos(), call);
    if (wait.isZero() || closed || entry.isNews(asked.reply())) {
      call.answer(entry.isNews(asked.reply()) ? asked.reply() : orders.goOn());
      return;
    }
    enter(entry);
    // Between the look at what is stored and the entry nobody could wake this call.
    if (changes.get() != before) {
      look(key.groupPk());
    }
    if (closed) {
      end(entry);
    }
  }

  private void enter(Waiting entry) {
    if (waiting.size() >= most && !waiting.containsKey(entry.key())) {
      throw new TooManyException(
          "%d agents wait here for orders, as many as may; heartbeats bring them, too"
              .formatted(most),
          WHEN_FULL);
    }
    Waiting older = waiting.put(entry.key(), entry);
    if (older != null) {
      answer(older, orders.goOn());
    }
  }

  /** Notes that a group's orders have changed; whether anybody here waits for them. */
  boolean changed(long groupPk) {
    changes.incrementAndGet();
    return waiting.keySet().stream().anyMatch(key -> key.groupPk() == groupPk);
  }

  /** Answers those of a group for whom there is something. */
  void look(long groupPk) {
    List<Waiting> ofGroup =
        waiting.values().stream().filter(each -> each.key().groupPk() == groupPk).toList();
    if (ofGroup.isEmpty()) {
      return;
    }
    Optional<Map<String, HeartbeatReply>> news =
        orders.news(groupPk, ofGroup.stream().map(each -> each.key().agent()).toList());
    for (Waiting each : ofGroup) {
      if (news.isEmpty()) {
        refuse(each, UnknownGroupException.of(each.benchmarkId()));
        continue;
      }
      HeartbeatReply reply = news.get().get(each.key().agent());
      if (reply != null && each.isNews(reply) && waiting.remove(each.key(), each)) {
        answer(each, reply);
      }
    }
  }

  /** Looks for all that wait whether another instance has stored something for them. */
  void lookForAll() {
    Set<Long> groups =
        waiting.keySet().stream().map(Key::groupPk).collect(Collectors.toUnmodifiableSet());
    if (!groups.isEmpty()) {
      orders.withNews(groups).forEach(this::look);
    }
  }

  /** Answers those who have waited for long enough. */
  void endThoseDue() {
    long now = nanoTime.getAsLong();
    waiting.values().stream().filter(each -> each.untilNanos() - now <= 0).forEach(this::end);
  }

  /** Answers all of them; from now on none waits here. */
  void close() {
    closed = true;
    waiting.values().forEach(this::end);
  }

  /** How many wait. */
  int size() {
    return waiting.size();
  }

  private void end(Waiting entry) {
    if (waiting.remove(entry.key(), entry)) {
      answer(entry, orders.goOn());
    }
  }

  private void refuse(Waiting entry, RuntimeException why) {
    if (waiting.remove(entry.key(), entry)) {
      guarded(entry, () -> entry.call().refuse(why));
    }
  }

  private static void answer(Waiting entry, HeartbeatReply reply) {
    guarded(entry, () -> entry.call().answer(reply));
  }

  /** One whose connection is broken keeps nobody else waiting. */
  private static void guarded(Waiting entry, Runnable answering) {
    try {
      answering.run();
    } catch (RuntimeException e) {
      LOG.log(
          Level.DEBUG, "agent {0} cannot be answered: {1}", entry.key().agent(), e.getMessage());
    }
  }
}
