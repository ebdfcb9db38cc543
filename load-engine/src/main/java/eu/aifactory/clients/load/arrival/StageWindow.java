package eu.aifactory.clients.load.arrival;

import eu.aifactory.clients.protocol.Workload;

/**
 * One stage and its place in the run. Offsets are nanoseconds from the run's start.
 *
 * @param stage its number, from 0; -1 is the warm-up
 * @param endNanos {@link #OPEN_ENDED} of a last stage that ends with its requests
 * @param firstIndex of its arrivals, which are numbered from it one by one
 */
public record StageWindow(
    int stage, Workload.Load load, long startNanos, long endNanos, long firstIndex) {
  public static final long OPEN_ENDED = Long.MAX_VALUE;

  /** Whether its requests arrive by a schedule; else clients send them. */
  public boolean isOpen() {
    return load.isOpen();
  }
}
