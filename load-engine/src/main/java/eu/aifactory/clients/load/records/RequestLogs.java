package eu.aifactory.clients.load.records;

/** Hears how the requests of one process's share of a run went, event loop by event loop. */
public interface RequestLogs {
  /** For a run whose requests nobody keeps. */
  RequestLogs NONE = () -> RequestLog.NONE;

  /** The log of one more event loop; asked for before the run begins, or a stage of its own. */
  RequestLog forLoop();

  /**
   * When the run begins; told before the first request is due, and again when a stage of its own
   * begins later.
   *
   * @param startNanos by {@link System#nanoTime}
   * @param startMicros the same instant, microseconds since the epoch on the service's clock
   */
  default void startsAt(long startNanos, long startMicros) {}
}
