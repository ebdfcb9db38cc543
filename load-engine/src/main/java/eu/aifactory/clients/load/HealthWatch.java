package eu.aifactory.clients.load;

import com.sun.management.OperatingSystemMXBean;
import eu.aifactory.clients.load.machine.StolenTime;
import eu.aifactory.clients.load.machine.ThrottledTime;
import eu.aifactory.clients.protocol.AgentHealth;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** How this process fared between two calls. Thread-safe. */
final class HealthWatch {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Growth stolen;
  private final Growth throttled;
  private long gcMillisBefore = gcPauseMillis();
  private long cpuNanosBefore = cpuNanos();
  private long nanosBefore = System.nanoTime();

  HealthWatch() {
    this(new StolenTime()::millis, new ThrottledTime()::millis);
  }

  /**
   * @param stolen milliseconds so far that the machine's host took, or {@code null}
   * @param throttled milliseconds so far that the process was kept from running, or {@code null}
   */
  HealthWatch(Supplier<Double> stolen, Supplier<Double> throttled) {
    this.stolen = new Growth(stolen);
    this.throttled = new Growth(throttled);
  }

  /** How much a count grew from one call to the next. */
  private static final class Growth {
    private final Supplier<Double> count;
    private Double before;

    Growth(Supplier<Double> count) {
      this.count = count;
      this.before = count.get();
    }

    /** {@code null} when the count was not known, then or now. */
    Double take() {
      Double now = count.get();
      Double grown = now == null || before == null ? null : (Double) Math.max(0, now - before);
      before = now;
      return grown;
    }
  }

  /**
   * @param longestDelayNanos that an event loop was late
   * @param lateNanos by which the latest event loop was late altogether, where that was noticeable
   */
  synchronized AgentHealth take(long longestDelayNanos, long lateNanos) {
    long gcMillis = gcPauseMillis();
    long cpuNanos = cpuNanos();
    long now = System.nanoTime();
    int cores = Runtime.getRuntime().availableProcessors();
    long elapsed = now - nanosBefore;
    boolean known = cpuNanos >= 0 && cpuNanosBefore >= 0 && elapsed > 0;
    AgentHealth health =
        new AgentHealth(
            longestDelayNanos / NANOS_PER_MILLI,
            (double) (gcMillis - gcMillisBefore),
            known
                ? Math.clamp((cpuNanos - cpuNanosBefore) / ((double) elapsed * cores), 0.0, 1.0)
                : null,
            lateNanos / NANOS_PER_MILLI,
            stolen.take(),
            throttled.take());
    gcMillisBefore = gcMillis;
    cpuNanosBefore = cpuNanos;
    nanosBefore = now;
    return health;
  }

  /** Collectors that work beside the program report cycles, which are no pauses. */
  private static long gcPauseMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(
            bean -> !bean.getName().contains("Cycles") && !bean.getName().contains("Concurrent"))
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .filter(millis -> millis > 0)
        .sum();
  }

  /** Of all threads of the process, or -1. */
  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean bean
        ? bean.getProcessCpuTime()
        : -1;
  }
}
