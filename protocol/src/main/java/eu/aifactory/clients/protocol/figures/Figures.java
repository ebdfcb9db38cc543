package eu.aifactory.clients.protocol.figures;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import org.HdrHistogram.Histogram;

/**
 * What was measured over some interval by some agents. Sums of figures are figures again:
 * percentiles come from merged histograms, never from an average of percentiles.
 *
 * <p>Not thread-safe: one thread owns it.
 */
public final class Figures {
  /** A latency below this is one of this: 1 microsecond. */
  public static final long LOWEST_NANOS = 1_000;

  /** A latency above this is one of this: 1 hour. */
  public static final long HIGHEST_NANOS = TimeUnit.HOURS.toNanos(1);

  /** Decimal digits that a histogram keeps of a value: an error of at most 0.1 %. */
  public static final int SIGNIFICANT_DIGITS = 3;

  private static final long NEVER = Long.MIN_VALUE;

  private final Map<Figure, Histogram> histograms = new EnumMap<>(Figure.class);
  private final long[] counters = new long[Counter.values().length];
  private final Map<String, Long> errors = new TreeMap<>();
  private WindowCounts due = new WindowCounts();
  private WindowCounts sent = new WindowCounts();
  private long firstSendMicros = NEVER;
  private long lastEndMicros = NEVER;
  private double inFlightSeconds;
  private long inFlightPeak;

  /** Adds one latency, in nanoseconds; negative ones count as the lowest. */
  public void record(Figure figure, long nanos) {
    record(figure, nanos, 1);
  }

  /** Adds {@code count} equal latencies, in nanoseconds. */
  public void record(Figure figure, long nanos, long count) {
    if (count > 0) {
      histogramOf(figure)
          .recordValueWithCount(Math.clamp(nanos, LOWEST_NANOS, HIGHEST_NANOS), count);
    }
  }

  public void count(Counter counter, long more) {
    counters[counter.ordinal()] += more;
  }

  /** Counts one failed request of a class such as {@code http_503} or {@code truncated}. */
  public void countError(String errorClass) {
    errors.merge(errorClass, 1L, Long::sum);
  }

  /** Counts requests of which no end is known as failed ones of a class. */
  public void failOutstanding(String errorClass) {
    long outstanding =
        counted(Counter.INTENDED) - counted(Counter.SUCCEEDED) - counted(Counter.FAILED);
    if (outstanding > 0) {
      count(Counter.FAILED, outstanding);
      errors.merge(errorClass, outstanding, Long::sum);
    }
  }

  /** Notes when a request of a schedule was due, microseconds since the epoch. */
  public void dueAt(long micros) {
    due.add(micros);
  }

  /** Notes when a request was sent, microseconds since the epoch. */
  public void sentAt(long micros) {
    sent.add(micros);
    firstSendMicros = either(firstSendMicros, micros, Math::min);
  }

  /** Notes when a request ended, microseconds since the epoch. */
  public void endedAt(long micros) {
    lastEndMicros = either(lastEndMicros, micros, Math::max);
  }

  /** Notes that {@code requests} were in flight for {@code nanos}. */
  public void inFlight(long requests, long nanos) {
    inFlightSeconds += requests * (nanos / 1e9);
    inFlightPeak = Math.max(inFlightPeak, requests);
  }

  public long counted(Counter counter) {
    return counters[counter.ordinal()];
  }

  /** Failed requests by class of error, in the order of the names. */
  public Map<String, Long> errors() {
    return new TreeMap<>(errors);
  }

  /** A copy of the histogram, in nanoseconds; empty when nothing was recorded. */
  public Histogram histogram(Figure figure) {
    Histogram kept = histograms.get(figure);
    return kept == null ? LatencyHistograms.empty() : kept.copy();
  }

  /** From the first send to the last end; 0 when nothing was sent or nothing ended. */
  public double windowSeconds() {
    return FigureParts.windowSeconds(firstSendMicros(), lastEndMicros());
  }

  /** Microseconds since the epoch, or {@code null} when nothing was sent. */
  public Long firstSendMicros() {
    return firstSendMicros == NEVER ? null : (Long) firstSendMicros;
  }

  /** Microseconds since the epoch, or {@code null} when nothing ended. */
  public Long lastEndMicros() {
    return lastEndMicros == NEVER ? null : (Long) lastEndMicros;
  }

  /** How many requests of a schedule were due when; to be read. */
  public WindowCounts due() {
    return due;
  }

  /** How many requests were sent when; to be read. */
  public WindowCounts sent() {
    return sent;
  }

  public double inFlightSeconds() {
    return inFlightSeconds;
  }

  public long inFlightPeak() {
    return inFlightPeak;
  }

  /** Adds what the same agent measured in another interval. */
  public void addInterval(Figures other) {
    add(other);
    inFlightPeak = Math.max(inFlightPeak, other.inFlightPeak);
  }

  /**
   * Adds what another agent measured at the same time. The peak of the sum is at most the sum of
   * the peaks, and that is what is kept.
   */
  public void addAgent(Figures other) {
    add(other);
    inFlightPeak += other.inFlightPeak;
  }

  /** Empties everything, so that the next interval begins; memory is kept. */
  public void reset() {
    histograms.values().forEach(Histogram::reset);
    Arrays.fill(counters, 0);
    errors.clear();
    due.reset();
    sent.reset();
    firstSendMicros = NEVER;
    lastEndMicros = NEVER;
    inFlightSeconds = 0;
    inFlightPeak = 0;
  }

  public FigureParts toParts() {
    Map<String, String> encoded = new TreeMap<>();
    histograms.forEach(
        (figure, histogram) -> {
          if (histogram.getTotalCount() > 0) {
            encoded.put(figure.wireName(), LatencyHistograms.encode(histogram));
          }
        });
    Map<String, Long> counted = new TreeMap<>();
    for (Counter counter : Counter.values()) {
      if (counted(counter) != 0) {
        counted.put(counter.wireName(), counted(counter));
      }
    }
    return new FigureParts(
        encoded,
        counted,
        errors,
        firstSendMicros == NEVER ? null : firstSendMicros,
        lastEndMicros == NEVER ? null : lastEndMicros,
        inFlightSeconds,
        inFlightPeak,
        due.toParts(),
        sent.toParts());
  }

  /**
   * Reads what {@link #toParts} wrote; histograms and counters of unknown names are passed over, so
   * that an agent may be newer than its service.
   *
   * @throws IllegalArgumentException naming the part that cannot be read
   */
  public static Figures of(FigureParts parts) {
    Figures figures = new Figures();
    figures.addInterval(parts);
    return figures;
  }

  /**
   * Adds what the same agent measured in another interval, without a copy of it.
   *
   * @throws IllegalArgumentException naming the part that cannot be read; a half of it may have
   *     been added
   */
  public void addInterval(FigureParts parts) {
    readHistograms(parts, figure -> histogramOf(figure)::recordValueWithCount);
    for (Counter counter : Counter.values()) {
      count(counter, parts.counters().getOrDefault(counter.wireName(), 0L));
    }
    parts.errors().forEach((name, count) -> errors.merge(name, count, Long::sum));
    due.add(windows("due", parts.due()));
    sent.add(windows("sent", parts.sent()));
    firstSendMicros = either(firstSendMicros, orNever(parts.firstSendMicros()), Math::min);
    lastEndMicros = either(lastEndMicros, orNever(parts.lastEndMicros()), Math::max);
    inFlightSeconds += parts.inFlightSeconds();
    inFlightPeak = Math.max(inFlightPeak, parts.inFlightPeak());
  }

  /**
   * Reads it without keeping anything.
   *
   * @throws IllegalArgumentException naming the part that cannot be read
   */
  static void check(FigureParts parts) {
    readHistograms(parts, figure -> (nanos, count) -> {});
    windows("due", parts.due());
    windows("sent", parts.sent());
  }

  private static void readHistograms(
      FigureParts parts, Function<Figure, LatencyHistograms.Sink> sinks) {
    for (Figure figure : Figure.values()) {
      String encoded = parts.histograms().get(figure.wireName());
      if (encoded != null) {
        LatencyHistograms.read(figure, encoded, sinks.apply(figure));
      }
    }
  }

  private static long orNever(Long micros) {
    return micros == null ? NEVER : micros;
  }

  private static WindowCounts windows(String member, WindowParts parts) {
    try {
      return WindowCounts.of(parts);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(member + ": " + e.getMessage(), e);
    }
  }

  private void add(Figures other) {
    other.histograms.forEach((figure, histogram) -> histogramOf(figure).add(histogram));
    for (int i = 0; i < counters.length; i++) {
      counters[i] += other.counters[i];
    }
    other.errors.forEach((name, count) -> errors.merge(name, count, Long::sum));
    due.add(other.due);
    sent.add(other.sent);
    firstSendMicros = either(firstSendMicros, other.firstSendMicros, Math::min);
    lastEndMicros = either(lastEndMicros, other.lastEndMicros, Math::max);
    inFlightSeconds += other.inFlightSeconds;
  }

  private Histogram histogramOf(Figure figure) {
    return histograms.computeIfAbsent(figure, unused -> LatencyHistograms.empty());
  }

  private static long either(long one, long other, LongBinaryOperator choose) {
    if (one == NEVER) {
      return other;
    }
    return other == NEVER ? one : choose.applyAsLong(one, other);
  }
}
