package eu.aifactory.clients.protocol.figures;

import java.util.List;

/**
 * {@link WindowCounts} as they travel.
 *
 * @param widthMicros of each window, microseconds; a power of 2 times 100000
 * @param first number of the first window: its begin since the epoch over the width
 * @param counts of each window from the first on
 */
public record WindowParts(long widthMicros, long first, List<Long> counts) {
  public WindowParts {
    counts = counts == null ? List.of() : List.copyOf(counts);
  }
}
