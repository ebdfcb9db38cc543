package eu.aifactory.clients.system;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Some who call one instance all the time, and keep what it answers while it comes and goes. */
final class ImpatientCallers implements AutoCloseable {
  private static final int CALLERS = 4;
  private static final long PACE_NANOS = 10_000_000;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final List<Answer> answers = new CopyOnWriteArrayList<>();
  private final List<Thread> threads;
  private volatile boolean closed;

  ImpatientCallers(Http api, String path) {
    Http own = api.apart();
    this.threads =
        Stream.generate(() -> Thread.ofVirtual().start(() -> call(own, path)))
            .limit(CALLERS)
            .toList();
  }

  /** But for the calls that had none. */
  List<Answer> answers() {
    return List.copyOf(answers);
  }

  /** Waits until the last calls of all of them were answered as they wished. */
  void awaitSuccess() {
    Await.so(
        "answers from now on",
        LIMIT,
        () -> {
          List<Answer> known = answers();
          return known.size() > CALLERS
              && known.subList(known.size() - CALLERS, known.size()).stream()
                  .allMatch(answer -> answer.status() == 200);
        },
        () -> answers().getLast().toString());
  }

  private void call(Http api, String path) {
    while (!closed) {
      try {
        answers.add(api.get(path));
      } catch (UncheckedIOException e) {
        // Nobody listens, or the process ended with the call in hand.
      }
      LockSupport.parkNanos(PACE_NANOS);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
