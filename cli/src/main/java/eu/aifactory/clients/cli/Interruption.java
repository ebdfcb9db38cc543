package eu.aifactory.clients.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Makes Ctrl-C and SIGTERM an interrupt of the thread that works, and lets the process end only
 * when that thread has cleaned up: what a command started, its own {@code finally} stops.
 */
final class Interruption {
  private static final long CLEAN_UP_LIMIT_SECONDS = 120;

  private Interruption() {}

  static int during(IntSupplier work) {
    Thread worker = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              worker.interrupt();
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

  private static void await(CountDownLatch ended) {
    try {
      ended.await(CLEAN_UP_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
