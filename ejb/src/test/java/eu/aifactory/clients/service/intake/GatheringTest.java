package eu.aifactory.clients.service.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.service.limit.TooManyException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatheringTest {
  private static final Duration TOOK = Duration.ofMillis(10);

  /** What was handled together, each as {@code key:messages}. */
  private final List<String> handled = new ArrayList<>();

  private final Queue<Runnable> turns = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> replies = new ArrayList<>();
  private long nanos;
  private boolean ended;
  private boolean databaseAway;

  private final Gathering<String, String, Integer> gathering =
      new Gathering<>(
          this::handle,
          String::length,
          20,
          e -> e instanceof IllegalStateException,
          this::after,
          () -> nanos);

  private List<Outcome<Integer>> handle(String key, List<String> messages) {
    handled.add(key + ":" + String.join(",", messages));
    nanos += TOOK.toNanos();
    if (databaseAway) {
      throw new IllegalStateException("away");
    }
    if (messages.contains("poison")) {
      throw new IllegalArgumentException("poison");
    }
    return messages.stream()
        .map(
            each ->
                each.equals("refuse")
                    ? Outcome.<Integer>refusal(new IllegalArgumentException("refused"))
                    : Outcome.answer(each.length()))
        .toList();
  }

  private void after(Duration pause, Runnable work) {
    if (ended) {
      throw new RejectedExecutionException("ended");
    }
    pauses.add(pause);
    turns.add(work);
  }

  private void take(String key, String message) {
    gathering.take(
        key,
        message,
        new Reply<>() {
          @Override
          public void answer(Integer answer) {
            replies.add(message + "=" + answer);
          }

          @Override
          public void refuse(RuntimeException why) {
            replies.add(message + "!" + why.getMessage());
          }
        });
  }

  private void turn() {
    turns.remove().run();
  }

  @Test
  void handlesTheFirstAtOnceAndTogetherWhatComesMeanwhile() {
    take("a", "1");
    turn();
    take("a", "22");
    take("a", "333");
    take("b", "4");
    assertThat(handled).as("in the pause").containsExactly("a:1");

    turn();
    turn();

    assertThat(handled).containsExactly("a:1", "a:22,333", "b:4");
    assertThat(replies).containsExactly("1=1", "22=2", "333=3", "4=1");
    assertThat(gathering.waiting()).isZero();
  }

  @Test
  void pausesNineTimesAsLongAsTheHandlingTook() {
    take("a", "1");
    turn();

    assertThat(pauses).containsExactly(Duration.ZERO, TOOK.multipliedBy(9));
  }

  @Test
  void pausesForAQuarterOfASecondAtMost() {
    Gathering<String, String, Integer> slow =
        new Gathering<>(
            (key, messages) -> {
              nanos += TimeUnit.SECONDS.toNanos(5);
              return List.of(Outcome.answer(0));
            },
            String::length,
            20,
            e -> true,
            this::after,
            () -> nanos);
    slow.take("a", "1", reply());
    turn();

    assertThat(pauses.getLast()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void restsWhenNothingCameMeanwhileAndBeginsAnew() {
    take("a", "1");
    turn();
    turn();
    assertThat(turns).isEmpty();

    take("a", "2");
    turn();

    assertThat(handled).containsExactly("a:1", "a:2");
  }

  @Test
  void refusesOneWithoutTheOthers() {
    take("a", "refuse");
    take("a", "1");
    turn();

    assertThat(replies).containsExactly("refuse!refused", "1=1");
  }

  @Test
  void handlesOneByOneWhatFailsTogether() {
    take("a", "1");
    take("a", "poison");
    take("a", "2");
    turn();

    assertThat(handled).containsExactly("a:1,poison,2", "a:1", "a:poison", "a:2");
    assertThat(replies).containsExactly("1=1", "poison!poison", "2=1");
    assertThat(gathering.waiting()).isZero();
  }

  @Test
  void triesOnceWhatFailsForAll() {
    databaseAway = true;
    take("a", "1");
    take("a", "2");
    turn();

    assertThat(handled).containsExactly("a:1,2");
    assertThat(replies).containsExactly("1!away", "2!away");
    databaseAway = false;
    take("a", "3");
    turn();
    assertThat(replies).endsWith("3=1");
  }

  @Test
  void takesNoMoreThanMayWait() {
    take("a", "0123456789");
    take("b", "0123456789");

    assertThatThrownBy(() -> take("c", "1")).isInstanceOf(TooManyException.class);
    turn();
    take("c", "1");
    while (!turns.isEmpty()) {
      turn();
    }

    assertThat(handled).containsExactly("a:0123456789", "b:0123456789", "c:1");
  }

  @Test
  void handlesSoManyTogetherAtMost() {
    Gathering<String, String, Integer> roomy =
        new Gathering<>(this::handle, String::length, 10_000, e -> true, this::after, () -> nanos);
    int most = Gathering.MOST_TOGETHER;
    IntStream.rangeClosed(0, most).forEach(each -> roomy.take("a", "x", reply()));
    turn();
    turn();

    assertThat(handled.getFirst()).hasSize(2 + 2 * most - 1);
    assertThat(handled.getLast()).isEqualTo("a:x");
  }

  @Test
  void refusesWhenNoMoreIsDone() {
    take("a", "1");
    turn();
    take("a", "2");
    ended = true;
    turn();
    take("b", "3");

    assertThat(replies).containsExactly("1=1", "2=1", "3!ended");
    assertThat(gathering.waiting()).isZero();
  }

  /** One at a time of each key, none lost, each answered once, whatever threads there are. */
  @Test
  void losesNothingBetweenThreads() throws InterruptedException {
    int senders = 8;
    int each = 2_000;
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    ConcurrentHashMap<Integer, Boolean> busy = new ConcurrentHashMap<>();
    CountDownLatch done = new CountDownLatch(senders * each);
    try (ScheduledExecutorService workers = Executors.newScheduledThreadPool(4)) {
      Gathering<Integer, Integer, Integer> many =
          new Gathering<>(
              (key, messages) -> {
                if (busy.put(key, true) != null) {
                  overlaps.incrementAndGet();
                }
                List<Outcome<Integer>> outcomes =
                    messages.stream().map(Outcome::<Integer>answer).toList();
                busy.remove(key);
                return outcomes;
              },
              message -> 1,
              Long.MAX_VALUE,
              e -> true,
              (pause, work) -> workers.schedule(work, pause.toNanos(), TimeUnit.NANOSECONDS),
              System::nanoTime);
      for (int sender = 0; sender < senders; sender++) {
        int key = sender % 3;
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int number = 0; number < each; number++) {
                    int sent = number;
                    many.take(
                        key,
                        sent,
                        new Reply<>() {
                          @Override
                          public void answer(Integer answer) {
                            if (answer == sent) {
                              answered.incrementAndGet();
                            }
                            done.countDown();
                          }

                          @Override
                          public void refuse(RuntimeException why) {
                            done.countDown();
                          }
                        });
                  }
                });
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(many.waiting()).isZero();
    }
    assertThat(answered).hasValue(senders * each);
    assertThat(overlaps).hasValue(0);
  }

  private static Reply<Integer> reply() {
    return new Reply<>() {
      @Override
      public void answer(Integer answer) {
        // Not looked at.
      }

      @Override
      public void refuse(RuntimeException why) {
        // Not looked at.
      }
    };
  }
}
