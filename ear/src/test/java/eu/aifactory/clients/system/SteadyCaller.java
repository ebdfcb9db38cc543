package eu.aifactory.clients.system;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads one thing again and again, as a person's program does: what is not answered with 200 is
 * tried once more after a second, since an instance that goes away takes what it has in hand along.
 */
final class SteadyCaller implements AutoCloseable {
  private static final long PACE_MILLIS = 50;
  private static final long BEFORE_THE_SECOND_TRY_MILLIS = 1_000;

  private final Http api;
  private final String path;
  private final AtomicLong answered = new AtomicLong();
  private final List<String> failed = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  SteadyCaller(Http api, String path) {
    this.api = api;
    this.path = path;
    this.thread = Thread.ofPlatform().start(this::call);
  }

  /** How many calls had an answer, whatever it was. */
  long answered() {
    return answered.get();
  }

  /** What failed twice, or had no answer. */
  List<String> failed() {
    return List.copyOf(failed);
  }

  private void call() {
    while (!closed) {
      try {
        Thread.sleep(PACE_MILLIS);
        Answer answer = api.get(path);
        if (answer.status() != 200) {
          Thread.sleep(BEFORE_THE_SECOND_TRY_MILLIS);
          answer = api.get(path);
        }
        answered.incrementAndGet();
        if (answer.status() != 200) {
          failed.add(answer.toString());
        }
      } catch (InterruptedException e) {
        return;
      } catch (UncheckedIOException | AssertionError e) {
        if (!closed) {
          failed.add(e.toString());
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
