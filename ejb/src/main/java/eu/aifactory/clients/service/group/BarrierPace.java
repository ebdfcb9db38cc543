package eu.aifactory.clients.service.group;

import java.time.Duration;

/**
 * How often agents ask at a barrier, and how long before a start it is decided on. All agents of a
 * run together ask some 500 times a second at most, however many they are; the start is as far away
 * as two of an agent's questions take, so that each has heard of it though one of them was lost.
 */
final class BarrierPace {
  private static final Duration SHORTEST = Duration.ofMillis(200);

  /** What one more agent adds to the pause of all. */
  private static final Duration FOR_EACH = Duration.ofMillis(2);

  /** What a question may take that is asked anew. */
  private static final Duration MARGIN = Duration.ofMillis(300);

  private BarrierPace() {}

  /** From an answer to the agent's next question. */
  static Duration askAfter(int agents) {
    Duration shared = FOR_EACH.multipliedBy(agents);
    return shared.compareTo(SHORTEST) < 0 ? SHORTEST : shared;
  }

  /** From the moment when all are ready to the start. */
  static Duration lead(int agents) {
    return askAfter(agents).multipliedBy(2).plus(MARGIN);
  }
}
