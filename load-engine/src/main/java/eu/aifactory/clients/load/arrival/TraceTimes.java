package eu.aifactory.clients.load.arrival;

/** When the arrivals of a trace are due, as its file says. Thread-safe. */
public interface TraceTimes {

  /** Arrivals in the trace. */
  long size();

  /**
   * When arrival {@code index} is due, nanoseconds from the beginning of the load: 0 or more, and
   * never before the one of the index below.
   *
   * @param index from 0, less than {@link #size}
   */
  long dueNanos(long index);
}
