package eu.aifactory.clients.load;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Deals out the indices of one process's share of a run: rank, rank + agents, rank + 2 agents, …
 * Thread-safe.
 */
final class RequestNumbers {
  /** No request is left. */
  static final long NONE = -1;

  private final int rank;
  private final int agents;
  private final long total;
  private final AtomicLong dealt = new AtomicLong();

  /**
   * @param total requests of all agents
   */
  RequestNumbers(int rank, int agents, long total) {
    this.rank = rank;
    this.agents = agents;
    this.total = total;
  }

  /** The next index, or {@link #NONE}. */
  long next() {
    long index = rank + dealt.getAndIncrement() * agents;
    return index < total ? index : NONE;
  }
}
