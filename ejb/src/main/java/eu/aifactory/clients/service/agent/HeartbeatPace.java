package eu.aifactory.clients.service.agent;

import java.time.Duration;

/** How often the agents of a group report: the more there are, the more rarely each of them. */
public final class HeartbeatPace {
  /** A group as a whole reports at most 20 times a second, as far as its agents stay well by it. */
  private static final Duration OF_ANOTHER_AGENT = Duration.ofMillis(50);

  /** Two reports may be missed before an agent is suspect. */
  private static final int OF_SILENCE = 3;

  private HeartbeatPace() {}

  /**
   * @param shortest of a small group
   * @param suspectAfter silence after which an agent is no longer taken for well
   * @return between two reports of an agent, {@code shortest} or longer
   */
  public static Duration of(int agents, Duration shortest, Duration suspectAfter) {
    Duration shared = OF_ANOTHER_AGENT.multipliedBy(agents);
    Duration longest = suspectAfter.dividedBy(OF_SILENCE);
    Duration pace = shared.compareTo(longest) > 0 ? longest : shared;
    return pace.compareTo(shortest) > 0 ? pace : shortest;
  }
}
