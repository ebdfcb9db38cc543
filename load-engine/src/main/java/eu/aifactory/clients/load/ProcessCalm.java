package eu.aifactory.clients.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Waits until this process has next to nothing to do, that is, until the JVM has compiled what it
 * meant to. Processor time tells it, as a compilation shows in the JVM's own figures only when it
 * has ended.
 */
final class ProcessCalm {
  private static final long WINDOW_MILLIS = 50;

  /** One tick of the kernel's count, which goes by 10 ms: a fifth of a core at most. */
  private static final long MOST_BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Lets time pass. */
  interface Pause {
    void millis(long millis) throws InterruptedException;
  }

  private final LongSupplier processorNanos;
  private final LongSupplier clock;
  private final Pause pause;

  ProcessCalm() {
    this(processorTime(), System::nanoTime, Thread::sleep);
  }

  /**
   * @param processorNanos processor time of the process so far, negative if it cannot be known
   */
  ProcessCalm(LongSupplier processorNanos, LongSupplier clock, Pause pause) {
    this.processorNanos = processorNanos;
    this.clock = clock;
    this.pause = pause;
  }

  private static LongSupplier processorTime() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system::getProcessCpuTime
        : () -> -1;
  }

  /**
   * Blocks until it is calm, or until the deadline on the nanosecond clock.
   *
   * @return whether it was calm from the first; {@code false} when that cannot be known
   */
  boolean await(long deadlineNanos) throws InterruptedException {
    boolean fromTheFirst = true;
    long before = processorNanos.getAsLong();
    while (clock.getAsLong() - deadlineNanos < 0) {
      pause.millis(WINDOW_MILLIS);
      long after = processorNanos.getAsLong();
      if (before < 0 || after < 0) {
        return false;
      }
      if (after - before <= MOST_BUSY_NANOS) {
        return fromTheFirst;
      }
      fromTheFirst = false;
      before = after;
    }
    return false;
  }
}
