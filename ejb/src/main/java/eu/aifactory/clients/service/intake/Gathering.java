package eu.aifactory.clients.service.intake;

import eu.aifactory.clients.service.limit.TooManyException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Hands on together the messages that come for the same key while earlier ones are handled, as a
 * database commits together what waits for its disk. Of one key, one thread at a time handles
 * messages, in the order they came in, and at most a tenth of the time; the first one after a pause
 * waits for nothing. A message is answered when the handling it took part in has returned. What
 * waits is bounded by its weight. Thread-safe.
 *
 * @param <K> messages of which are handled together
 * @param <M> a message
 * @param <R> its answer
 */
public final class Gathering<K, M, R> {
  /** Handled together at most: more would hold locks for too long. */
  static final int MOST_TOGETHER = 250;

  /** Pauses last as many times as long as the handling before. */
  private static final int PAUSES = 9;

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
  private static final Duration WHEN_FULL = Duration.ofSeconds(1);
  private static final System.Logger LOG = System.getLogger(Gathering.class.getName());

  private final Handling<K, M, R> handling;
  private final ToLongFunction<M> weight;
  private final long mostWeight;
  private final Predicate<RuntimeException> concernsAll;
  private final Turns turns;
  private final LongSupplier nanoTime;
  private final Map<K, Queue<Waiting<M, R>>> lines = new ConcurrentHashMap<>();
  private final AtomicLong waiting = new AtomicLong();

  /**
   * Handles several messages of one key.
   *
   * @param <K> the key
   * @param <M> a message
   * @param <R> its answer
   */
  @FunctionalInterface
  public interface Handling<K, M, R> {
    /**
     * Does nothing of it when it throws.
     *
     * @return an outcome for each message, in their order
     */
    List<Outcome<R>> handle(K key, List<M> messages);
  }

  private record Waiting<M, R>(M message, Reply<R> reply) {}

  /**
   * @param weight of a message, 1 or more
   * @param mostWeight that may wait, of all keys together
   * @param concernsAll whether a failed handling would fail as well with each message by itself
   * @param nanoTime a clock that does not go back
   */
  public Gathering(
      Handling<K, M, R> handling,
      ToLongFunction<M> weight,
      long mostWeight,
      Predicate<RuntimeException> concernsAll,
      Turns turns,
      LongSupplier nanoTime) {
    this.handling = handling;
    this.weight = weight;
    this.mostWeight = mostWeight;
    this.concernsAll = concernsAll;
    this.turns = turns;
    this.nanoTime = nanoTime;
  }

  /**
   * Takes a message; its reply is given by another thread.
   *
   * @throws TooManyException when too much waits; nothing was taken
   * @throws RejectedExecutionException when no more is done; nothing was taken
   */
  public void take(K key, M message, Reply<R> reply) {
    long heavy = weight.applyAsLong(message);
    if (waiting.addAndGet(heavy) > mostWeight) {
      waiting.addAndGet(-heavy);
      throw new TooManyException(
          "more waits here to be stored than may: nothing was done", WHEN_FULL);
    }
    boolean[] first = new boolean[1];
    lines.compute(
        key,
        (same, line) -> {
          first[0] = line == null;
          Queue<Waiting<M, R>> joined = line == null ? new ArrayDeque<>() : line;
          joined.add(new Waiting<>(message, reply));
          return joined;
        });
    if (first[0]) {
      schedule(Duration.ZERO, key);
    }
  }

  /** The weight of all that waits. */
  long waiting() {
    return waiting.get();
  }

  private void schedule(Duration pause, K key) {
    try {
      turns.after(pause, () -> turn(key));
    } catch (RejectedExecutionException e) {
      Queue<Waiting<M, R>> line = lines.remove(key);
      if (line != null) {
        line.forEach(each -> tell(each, Outcome.refusal(e)));
      }
    }
  }

  /** Handles what waits, and comes again after a pause; ends when nothing has come meanwhile. */
  private void turn(K key) {
    List<Waiting<M, R>> together = new ArrayList<>();
    lines.computeIfPresent(
        key,
        (same, line) -> {
          while (!line.isEmpty() && together.size() < MOST_TOGETHER) {
            together.add(line.remove());
          }
          return together.isEmpty() ? null : line;
        });
    if (together.isEmpty()) {
      return;
    }
    long begin = nanoTime.getAsLong();
    try {
      handle(key, together);
    } finally {
      Duration pause = Duration.ofNanos(PAUSES * (nanoTime.getAsLong() - begin));
      schedule(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause, key);
    }
  }

  private void handle(K key, List<Waiting<M, R>> together) {
    List<Outcome<R>> outcomes;
    try {
      outcomes = handling.handle(key, together.stream().map(Waiting::message).toList());
    } catch (RuntimeException e) {
      if (together.size() == 1 || concernsAll.test(e)) {
        together.forEach(each -> tell(each, Outcome.refusal(e)));
      } else {
        // One of them may be to blame: the others must not suffer for it.
        together.forEach(each -> handle(key, List.of(each)));
      }
      return;
    } catch (Error e) {
      together.forEach(each -> tell(each, Outcome.refusal(new IllegalStateException(e))));
      throw e;
    }
    for (int i = 0; i < together.size(); i++) {
      tell(together.get(i), outcomes.get(i));
    }
  }

  /** One whose connection is broken keeps nobody else waiting. */
  private void tell(Waiting<M, R> one, Outcome<R> outcome) {
    waiting.addAndGet(-weight.applyAsLong(one.message()));
    try {
      outcome.tell(one.reply());
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "a caller cannot be answered: {0}", e.getMessage());
    }
  }
}
