package eu.aifactory.clients.service.group;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For how long agents that come again and again are asked to. Of so many at most is it known since
 * when they come; the one that came first is forgotten then, and waits anew. Thread-safe.
 */
final class EntrantPatience {
  private static final int MOST = 10_000;

  private final Duration limit;
  private final Clock clock;
  private final Map<Key, Instant> since =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Instant> eldest) {
          return size() > MOST;
        }
      };

  private record Key(long groupPk, String address) {
    static Key of(Entrant entrant) {
      return new Key(entrant.groupPk(), entrant.address());
    }
  }

  EntrantPatience(Duration limit, Clock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * Whether this one has come for long enough; it begins with the first time that this is asked.
   */
  synchronized boolean isOver(Entrant entrant) {
    Instant now = clock.instant();
    Instant began = since.putIfAbsent(Key.of(entrant), now);
    return began != null && !began.plus(limit).isAfter(now);
  }

  /** It waits no more. */
  synchronized void end(Entrant entrant) {
    since.remove(Key.of(entrant));
  }
}
