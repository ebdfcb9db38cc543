package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.slurm.SlurmUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Questions that many ask at the same time, and whose answer may be long in coming: each is asked
 * once, in the background, and its answer is kept for a while. Who asks waits for a moment only,
 * and that from the moment when the question was asked: an answer that does not come holds up
 * nobody who comes later. The newest thousand; thread-safe.
 *
 * @param <K> what is asked for
 */
final class Inquiries<K, V> {
  static final Duration PATIENCE = Duration.ofSeconds(1);
  static final Duration KEPT = Duration.ofMinutes(5);

  /** After an answer that is none, or that will be another one soon. */
  static final Duration AGAIN_AFTER = Duration.ofSeconds(2);

  private static final int MOST = 1_000;

  private final Executor executor;
  private final Clock clock;
  private final Predicate<V> lasting;
  private final Map<K, Inquiry<V>> inquiries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Inquiry<V>> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param lasting whether an answer will be the same for minutes
   */
  Inquiries(Executor executor, Clock clock, Predicate<V> lasting) {
    this.executor = executor;
    this.clock = clock;
    this.lasting = lasting;
  }

  /** May block for long. */
  @FunctionalInterface
  interface Question<V> {
    V ask() throws SlurmUnavailableException;
  }

  private record Inquiry<V>(CompletableFuture<V> answer, Instant begun, long begunNanos) {}

  /**
   * @throws SlurmUnavailableException when there is no answer, or none yet
   */
  V answer(K key, Question<V> question) throws SlurmUnavailableException {
    Inquiry<V> inquiry = inquiry(key, question);
    long left = PATIENCE.toNanos() - (System.nanoTime() - inquiry.begunNanos());
    try {
      return inquiry.answer().get(Math.max(0, left), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw SlurmUnavailableException.because("Slurm has not answered yet", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SlurmUnavailableException.because("waiting for Slurm was interrupted", e);
    } catch (ExecutionException e) {
      throw SlurmUnavailableException.because(e.getCause().getMessage(), e.getCause());
    }
  }

  private Inquiry<V> inquiry(K key, Question<V> question) {
    synchronized (inquiries) {
      Inquiry<V> before = inquiries.get(key);
      if (before != null && !isOver(before)) {
        return before;
      }
      Inquiry<V> begun =
          new Inquiry<>(new CompletableFuture<>(), clock.instant(), System.nanoTime());
      inquiries.put(key, begun);
      begin(question, begun.answer());
      return begun;
    }
  }

  private boolean isOver(Inquiry<V> inquiry) {
    if (!inquiry.answer().isDone()) {
      return false;
    }
    boolean lasts =
        !inquiry.answer().isCompletedExceptionally() && lasting.test(inquiry.answer().join());
    return !inquiry.begun().plus(lasts ? KEPT : AGAIN_AFTER).isAfter(clock.instant());
  }

  private void begin(Question<V> question, CompletableFuture<V> answer) {
    try {
      executor.execute(
          () -> {
            try {
              answer.complete(question.ask());
            } catch (SlurmUnavailableException | RuntimeException | Error e) {
              answer.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(
          SlurmUnavailableException.because("too many questions wait for Slurm", e));
    }
  }
}
