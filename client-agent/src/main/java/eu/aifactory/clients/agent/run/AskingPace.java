package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.protocol.BarrierReply;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long an agent waits before it asks at a barrier again: as the service says, within bounds.
 */
final class AskingPace {
  /** Whatever a service says: its load must not be waited for as long as a job lasts. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private AskingPace() {}

  /**
   * A tenth of jitter spreads the questions of many agents.
   *
   * @param own pause of this agent, where the service leaves it to the agent
   */
  static Duration after(BarrierReply reply, Duration own) {
    if (reply.askAfter() == null || !(reply.askAfter() > 0)) {
      return own;
    }
    double seconds = Math.min(reply.askAfter(), LONGEST.toSeconds());
    double jitter = ThreadLocalRandom.current().nextDouble(0.9, 1.0);
    return Duration.ofNanos(Math.round(seconds * jitter * 1e9));
  }
}
