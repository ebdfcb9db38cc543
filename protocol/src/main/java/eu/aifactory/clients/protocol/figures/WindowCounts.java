package eu.aifactory.clients.protocol.figures;

import java.util.Arrays;
import java.util.List;

/**
 * How many of something fell into each window of a grid that all agents have in common: windows
 * begin at whole multiples of their width since the epoch, on the service's clock. So counts of
 * agents and of intervals add up window by window.
 *
 * <p>A window lasts 0.1 s. Before there are more than {@value #MOST_WINDOWS} each two become one,
 * again and again, so the memory is bounded however long a run lasts.
 *
 * <p>Not thread-safe: one thread owns it.
 */
public final class WindowCounts {
  /** Width of a window unless there are too many, microseconds. */
  public static final long FINEST_MICROS = 100_000;

  /** As many windows as are kept. */
  public static final int MOST_WINDOWS = 1024;

  /** A window of more than three years. */
  private static final long COARSEST_MICROS = FINEST_MICROS << 30;

  private static final int FEW_WINDOWS = 16;

  private long widthMicros = FINEST_MICROS;
  private long first;
  private long[] counts = new long[FEW_WINDOWS];
  private int size;

  /** Counts one at an instant, microseconds since the epoch. */
  public void add(long micros) {
    add(micros, 1);
  }

  /** Adds what was counted elsewhere. */
  public void add(WindowCounts other) {
    while (widthMicros < other.widthMicros) {
      coarsen();
    }
    for (int i = 0; i < other.size; i++) {
      if (other.counts[i] > 0) {
        add((other.first + i) * other.widthMicros, other.counts[i]);
      }
    }
  }

  private void add(long micros, long count) {
    long window = Math.floorDiv(micros, widthMicros);
    if (size == 0) {
      first = window;
    }
    while (Math.max(window, last()) - Math.min(window, first) >= MOST_WINDOWS) {
      coarsen();
      window = Math.floorDiv(micros, widthMicros);
    }
    reach(window);
    counts[(int) (window - first)] += count;
  }

  private long last() {
    return first + Math.max(0, size - 1);
  }

  private void reach(long window) {
    int before = (int) Math.max(0, first - window);
    int needed = (int) (Math.max(window, last()) - Math.min(window, first)) + 1;
    if (before > 0 || needed > counts.length) {
      int room = Math.max(needed, Math.min(MOST_WINDOWS, 2 * counts.length));
      long[] moved = new long[room];
      System.arraycopy(counts, 0, moved, before, size);
      counts = moved;
      first -= before;
    }
    size = needed;
  }

  private void coarsen() {
    long begin = Math.floorDiv(first, 2);
    int merged = 0;
    for (int i = 0; i < size; i++) {
      int to = (int) (Math.floorDiv(first + i, 2) - begin);
      long count = counts[i];
      counts[i] = 0;
      counts[to] += count;
      merged = to + 1;
    }
    widthMicros *= 2;
    first = begin;
    size = merged;
  }

  /** Empties it; memory is kept. */
  void reset() {
    Arrays.fill(counts, 0);
    widthMicros = FINEST_MICROS;
    size = 0;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Of each window; a power of 2 times {@link #FINEST_MICROS}. */
  public long widthMicros() {
    return widthMicros;
  }

  /** Begin of the first window, microseconds since the epoch; nothing was counted before. */
  public long beginMicros() {
    return first * widthMicros;
  }

  /** End of the last window, microseconds since the epoch; nothing was counted from there on. */
  public long endMicros() {
    return (first + size) * widthMicros;
  }

  public long total() {
    return before(Long.MAX_VALUE);
  }

  /** The sum of the windows that begin before an instant. */
  public long before(long micros) {
    long sum = 0;
    for (int i = 0; i < size && (first + i) * widthMicros < micros; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /** {@code null} when nothing was counted. */
  WindowParts toParts() {
    return isEmpty()
        ? null
        : new WindowParts(widthMicros, first, Arrays.stream(counts, 0, size).boxed().toList());
  }

  /**
   * Reads what {@link #toParts} wrote.
   *
   * @param parts may be {@code null}: nothing was counted
   * @throws IllegalArgumentException naming the member that cannot be
   */
  static WindowCounts of(WindowParts parts) {
    WindowCounts read = new WindowCounts();
    if (parts == null || parts.counts().isEmpty()) {
      return read;
    }
    List<Long> sent = parts.counts();
    if (sent.size() > MOST_WINDOWS) {
      throw new IllegalArgumentException(
          "counts has %d windows, more than %d".formatted(sent.size(), MOST_WINDOWS));
    }
    while (read.widthMicros < parts.widthMicros() && read.widthMicros < COARSEST_MICROS) {
      read.widthMicros *= 2;
    }
    if (read.widthMicros != parts.widthMicros()) {
      throw new IllegalArgumentException(
          "width_micros %d is no power of 2 times %d"
              .formatted(parts.widthMicros(), FINEST_MICROS));
    }
    long farthest = Long.MAX_VALUE / 4 / read.widthMicros;
    if (parts.first() < -farthest || parts.first() > farthest) {
      throw new IllegalArgumentException("first %d lies out of time".formatted(parts.first()));
    }
    read.first = parts.first();
    read.size = sent.size();
    read.counts = new long[Math.max(FEW_WINDOWS, sent.size())];
    for (int i = 0; i < sent.size(); i++) {
      Long count = sent.get(i);
      if (count == null || count < 0) {
        throw new IllegalArgumentException("counts has %d in it".formatted(count));
      }
      read.counts[i] = count;
    }
    return read;
  }
}
