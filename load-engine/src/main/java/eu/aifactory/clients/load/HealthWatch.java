package eu.aifactory.clients.load;

import com.sun.management.OperatingSystemMXBean;
import eu.aifactory.clients.protocol.AgentHealth;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** How this process fared between two calls. Thread-safe. */
final class HealthWatch {
  private static final double NANOS_PER_MILLI = 1e6;

  private long gcMillisBefore = gcPauseMillis();
  private long cpuNanosBefore = cpuNanos();
  private long nanosBefore = System.nanoTime();

  /**
   * @param longestDelayNanos that an event loop was late
   */
  synchronized AgentHealth take(long longestDelayNanos) {
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
                : null);
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
