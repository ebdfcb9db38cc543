package eu.aifactory.clients.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Makes Ctrl-C and SIGTERM an interrupt of the thread that works, and lets the process end only
 * when that thread has cleaned up: what a command started, its own {@code finally} stops.
 */
final class Interruption {
  private static final long CLEAN_UP_LIMIT_SECONDS = 120;
  private static final AtomicReference<Instead> INSTEAD = new AtomicReference<>();

  private Interruption() {}

  static int during(IntSupplier work) {
    Thread worker = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              Instead instead = INSTEAD.get();
              if (instead == null || !instead.stop()) {
                worker.interrupt();
              }
              await(ended);
            },
            "clean-up");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.getAsInt();
    } finally {
      ended.countDown();
    }
  }

  /**
   * Until closed, an interruption asks this first.
   *
   * @param stop ends the work in good order; {@code false} when it must be interrupted after all
   */
  static Instead instead(BooleanSupplier stop) {
    Instead instead = new Instead(stop);
    INSTEAD.set(instead);
    return instead;
  }

  private static void await(CountDownLatch ended) {
    try {
      ended.await(CLEAN_UP_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A way to end that is kinder than an interrupt. */
  static final class Instead implements AutoCloseable {
    private final BooleanSupplier stop;
    private volatile boolean happened;

    private Instead(BooleanSupplier stop) {
      this.stop = stop;
    }

    boolean happened() {
      return happened;
    }

    @Override
    public void close() {
      INSTEAD.compareAndSet(this, null);
    }

    private boolean stop() {
      happened = stop.getAsBoolean();
      return happened;
    }
  }
}
