package eu.aifactory.clients.system;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks again and again until something is so, or a deadline has passed. */
final class Await {
  private static final long PAUSE_MILLIS = 100;

  private Await() {}

  /**
   * @param what a noun for the message of a failure
   * @param seen what the last look has found, for the same message
   */
  static <T> T present(
      String what, Duration limit, Supplier<Optional<T>> look, Supplier<String> seen) {
    long began = System.nanoTime();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - began > limit.toNanos()) {
        throw new AssertionError(
            "%s did not come within %d s; at last: %s"
                .formatted(what, limit.toSeconds(), seen.get()));
      }
      pause();
    }
  }

  static void so(String what, Duration limit, BooleanSupplier look, Supplier<String> seen) {
    present(what, limit, () -> look.getAsBoolean() ? Optional.of(true) : Optional.empty(), seen);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
