package eu.aifactory.clients.load.arrival;

import eu.aifactory.clients.protocol.Workload;

/** Walks through the arrivals of one stage, in order. Single-threaded. */
abstract class Arrivals {
  /** What {@link #next} gives when no arrival is left. */
  static final long NONE = -1;

  /** When the next one is due, nanoseconds from the stage's beginning, or {@link #NONE}. */
  abstract long next();

  /**
   * @param firstIndex of the stage's arrivals
   * @param trace of kind trace, else {@code null}
   */
  static Arrivals of(Workload.Load load, long seed, long firstIndex, TraceTimes trace) {
    Arrivals all =
        switch (load.kind()) {
          case Workload.Load.TRACE -> new Traced(trace);
          case Workload.Load.BURST -> new Bursts(load.burst());
          case Workload.Load.CONSTANT -> new Even(RateCurve.of(load));
          default -> new Drawn(RateCurve.of(load), Gaps.of(load, seed), firstIndex);
        };
    return new Bounded(all, load);
  }

  static long nanos(double seconds) {
    // Math.round gives the largest long for infinity, which is never due.
    return Math.round(seconds * 1e9);
  }

  /** One after the other, as the rate says. */
  private static final class Even extends Arrivals {
    private final RateCurve curve;
    private long number;

    Even(RateCurve curve) {
      this.curve = curve;
    }

    @Override
    long next() {
      return nanos(curve.seconds(number++));
    }
  }

  /** With random gaps, the first one before the first arrival. */
  private static final class Drawn extends Arrivals {
    private final RateCurve curve;
    private final Gaps gaps;
    private long index;
    private double sum;

    Drawn(RateCurve curve, Gaps gaps, long firstIndex) {
      this.curve = curve;
      this.gaps = gaps;
      this.index = firstIndex;
    }

    @Override
    long next() {
      sum += gaps.before(index++);
      return nanos(curve.seconds(sum));
    }
  }

  private static final class Bursts extends Arrivals {
    private final Workload.Burst burst;
    private long number;

    Bursts(Workload.Burst burst) {
      this.burst = burst;
    }

    @Override
    long next() {
      return nanos(number++ / burst.size() * burst.everySeconds());
    }
  }

  private static final class Traced extends Arrivals {
    private final TraceTimes trace;
    private long number;

    Traced(TraceTimes trace) {
      this.trace = trace;
    }

    @Override
    long next() {
      return number < trace.size() ? trace.dueNanos(number++) : NONE;
    }
  }

  /** Ends with the stage's duration or its number of requests. */
  private static final class Bounded extends Arrivals {
    private final Arrivals all;
    private final long endNanos;
    private long left;

    Bounded(Arrivals all, Workload.Load load) {
      this.all = all;
      this.endNanos =
          load.durationSeconds() == null ? Long.MAX_VALUE : nanos(load.durationSeconds());
      this.left = load.requests() == null ? Long.MAX_VALUE : load.requests();
    }

    @Override
    long next() {
      long due = left == 0 ? NONE : all.next();
      boolean over = due == NONE || due >= endNanos;
      left = over ? 0 : left - 1;
      return over ? NONE : due;
    }
  }
}
