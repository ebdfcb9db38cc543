package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.figures.Slice;
import eu.aifactory.clients.protocol.figures.Span;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The longest part of a run in which requests in flight were never below {@value #SHARE} of their
 * peak. Each agent's slices say how many it had in flight on average over about a second; they are
 * laid on the whole seconds of the service's clock and added up, so slices of different agents need
 * not begin together to the microsecond.
 */
public final class SteadyWindow {
  /** Of the peak; docs/metrics.md, "The steady part". */
  public static final double SHARE = 0.9;

  /** Shorter than this it may be chance, and percentiles of it would say little. */
  public static final double LEAST_SECONDS = 3;

  private static final double MOST_SECONDS = 86_400;
  private static final long SECOND = 1_000_000;

  private final Span span;
  private final String absence;

  private SteadyWindow(Span span, String absence) {
    this.span = span;
    this.absence = absence;
  }

  /** Where nobody noted how many requests were in flight when. */
  public static SteadyWindow unknown() {
    return new SteadyWindow(null, "it is not known how many requests were in flight when");
  }

  /**
   * @param slices of all agents, in any order; those of no time or of more than a day are passed
   *     over
   */
  public static SteadyWindow of(List<Slice> slices) {
    TreeMap<Long, Double> seconds = new TreeMap<>();
    slices.stream()
        .filter(slice -> slice.span().seconds() > 0 && slice.span().seconds() <= MOST_SECONDS)
        .forEach(slice -> spread(slice, seconds));
    return seconds.isEmpty() ? unknown() : longest(seconds);
  }

  /** Adds to each second the mean of the requests that were in flight in it. */
  private static void spread(Slice slice, TreeMap<Long, Double> seconds) {
    Span span = slice.span();
    long last = Math.floorDiv(span.toMicros() - 1, SECOND);
    for (long second = Math.floorDiv(span.fromMicros(), SECOND); second <= last; second++) {
      long from = Math.max(span.fromMicros(), second * SECOND);
      long to = Math.min(span.toMicros(), (second + 1) * SECOND);
      seconds.merge(second, slice.concurrency() * (to - from) / SECOND, Double::sum);
    }
  }

  private static SteadyWindow longest(TreeMap<Long, Double> seconds) {
    double peak = seconds.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    Span longest = new Span(0, 0);
    Span current = longest;
    for (Map.Entry<Long, Double> second : seconds.entrySet()) {
      long from = second.getKey() * SECOND;
      if (second.getValue() <= 0 || second.getValue() < SHARE * peak) {
        continue;
      }
      current = new Span(current.toMicros() == from ? current.fromMicros() : from, from + SECOND);
      longest = current.seconds() > longest.seconds() ? current : longest;
    }
    return longest.seconds() >= LEAST_SECONDS
        ? new SteadyWindow(longest, null)
        : new SteadyWindow(
            null,
            String.format(
                Locale.ROOT,
                "at no time were %.0f %% of the %.1f requests of the busiest second in flight for"
                    + " %.0f s or more",
                SHARE * 100,
                peak,
                LEAST_SECONDS));
  }

  /** Empty when there is none. */
  public Optional<Span> span() {
    return Optional.ofNullable(span);
  }

  /** Why there is none. */
  public Optional<String> absence() {
    return Optional.ofNullable(absence);
  }
}
