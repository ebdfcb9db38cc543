package eu.aifactory.clients.load;

import eu.aifactory.clients.load.arrival.LoadTimeline;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Deals out the indices of one process's share of a stage: from its first index on, those of number
 * rank, rank + agents, rank + 2 agents, … Thread-safe.
 */
final class RequestNumbers {
  /** No request is left. */
  static final long NONE = -1;

  private final int rank;
  private final int agents;
  private final long firstIndex;
  private final long total;
  private final AtomicLong dealt = new AtomicLong();

  /**
   * @param total requests of all agents
   */
  RequestNumbers(int rank, int agents, long firstIndex, long total) {
    this.rank = rank;
    this.agents = agents;
    this.firstIndex = firstIndex;
    this.total = total;
  }

  /** By place in the timeline. */
  static List<RequestNumbers> of(LoadTimeline timeline, int rank, int agents) {
    return timeline.windows().stream()
        .map(
            window -> {
              Long requests = window.load().requests();
              return new RequestNumbers(
                  rank, agents, window.firstIndex(), requests == null ? Long.MAX_VALUE : requests);
            })
        .toList();
  }

  /** The next index, or {@link #NONE}. */
  long next() {
    long number = rank + dealt.getAndIncrement() * agents;
    return number < total ? firstIndex + number : NONE;
  }
}
