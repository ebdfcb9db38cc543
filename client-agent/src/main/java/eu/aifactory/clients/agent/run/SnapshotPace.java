package eu.aifactory.clients.agent.run;

import java.time.Duration;
import java.time.Instant;

/** When a run's snapshots are due: all agents of a run cut at the same instants. */
final class SnapshotPace {
  /**
   * No snapshot is taken sooner after the start, when agents of one machine would hold up each
   * other's first requests.
   */
  static final Duration CALM_AFTER_START = Duration.ofMillis(200);

  private SnapshotPace() {}

  /**
   * Until the next whole multiple of the interval on the service's clock.
   *
   * @param now on this agent's clock
   * @param start of the load, on this agent's clock; it may be still to come
   * @param interval between two snapshots, in whole milliseconds; 1 ms when it is shorter
   * @param clockOffset this agent's clock less the service's
   * @return more than zero
   */
  static Duration untilNext(Instant now, Instant start, Duration interval, Duration clockOffset) {
    Instant calm = start.plus(CALM_AFTER_START);
    Instant after = now.isBefore(calm) ? calm : now;
    long millis = Math.max(1, interval.toMillis());
    long since = Math.floorMod(after.minus(clockOffset).toEpochMilli(), millis);
    return Duration.between(now, after).plusMillis(millis - since);
  }
}
