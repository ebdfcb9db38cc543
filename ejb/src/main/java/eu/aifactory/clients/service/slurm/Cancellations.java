package eu.aifactory.clients.service.slurm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which jobs this process has told Slurm to cancel, and when: so that it is not told again at every
 * look, and a cancelled job can say by whom. The newest thousands; thread-safe.
 */
final class Cancellations {
  static final Duration AGAIN_AFTER = Duration.ofSeconds(10);
  private static final int MOST = 10_000;

  private final Map<Long, Instant> toldAt =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
              return size() > MOST;
            }
          });

  private final Clock clock;

  Cancellations(Clock clock) {
    this.clock = clock;
  }

  boolean contains(long jobId) {
    return toldAt.containsKey(jobId);
  }

  boolean isDue(long jobId) {
    Instant told = toldAt.get(jobId);
    return told == null || !told.plus(AGAIN_AFTER).isAfter(clock.instant());
  }

  void told(long jobId) {
    toldAt.put(jobId, clock.instant());
  }
}
