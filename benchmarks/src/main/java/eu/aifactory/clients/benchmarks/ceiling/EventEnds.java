package eu.aifactory.clients.benchmarks.ceiling;

/**
 * Counts pairs of line feeds and nothing else: what the least that a reader of event streams can do
 * costs. One for each stream.
 */
final class EventEnds {
  /** Events of an answer that carry no token: role, usage, done. */
  static final int OTHERS = 3;

  private long events;
  private boolean lineFeed;

  /** Looks at some bytes of the stream. */
  void over(byte[] bytes, int from, int to) {
    if (from == to) {
      return;
    }
    if (lineFeed && bytes[from] == '\n') {
      events++;
    }
    long found = 0;
    for (int i = from + 1; i < to; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\n') {
        found++;
      }
    }
    events += found;
    lineFeed = bytes[to - 1] == '\n';
  }

  long events() {
    return events;
  }
}
