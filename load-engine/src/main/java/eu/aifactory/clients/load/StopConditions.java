package eu.aifactory.clients.load;

import eu.aifactory.clients.load.arrival.LoadTimeline;
import eu.aifactory.clients.load.arrival.StageWindow;
import eu.aifactory.clients.protocol.Workload;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Says when a run ends before its time, over this process's share of it. Asked a few times a
 * second, by one thread.
 */
final class StopConditions {
  static final long INTERVAL_MILLIS = 250;

  private static final double NANOS_PER_SECOND = 1e9;

  private final Workload.Stop stop;
  private final LoadTimeline timeline;
  private final long mostErrors;
  private final List<OverSaturation> windows;
  private int place = LoadTimeline.NONE;

  /**
   * Up to now.
   *
   * @param answerNanos sum of the times that the succeeded ones took from when they were due
   */
  record Totals(long intended, long succeeded, long failed, double answerNanos) {
    long ended() {
      return succeeded + failed;
    }

    Totals plus(Totals other) {
      return new Totals(
          intended + other.intended,
          succeeded + other.succeeded,
          failed + other.failed,
          answerNanos + other.answerNanos);
    }
  }

  /** Why it ends. */
  record Verdict(String reason, boolean overSaturated) {}

  StopConditions(Workload.Stop stop, LoadTimeline timeline, int rank, int agents) {
    this.stop = stop;
    this.timeline = timeline;
    Long errors = stop.errors();
    // Of 3 errors among 4 agents, the first on any of them ends its part.
    mostErrors =
        errors == null
            ? Long.MAX_VALUE
            : Math.max(1, errors / agents + (rank < errors % agents ? 1 : 0));
    double stageSeconds =
        timeline.windows().stream()
            .filter(window -> window.stage() >= 0 && window.endNanos() != StageWindow.OPEN_ENDED)
            .mapToDouble(window -> (window.endNanos() - window.startNanos()) / NANOS_PER_SECOND)
            .min()
            .orElse(Double.POSITIVE_INFINITY);
    windows =
        windowSeconds(stageSeconds)
            .mapToObj(seconds -> new OverSaturation(seconds, 1000.0 / INTERVAL_MILLIS))
            .toList();
  }

  /** A short one finds a steep growth soon, a long one a slow growth at all. */
  static DoubleStream windowSeconds(double stageSeconds) {
    return DoubleStream.of(10, 30)
        .map(longest -> Math.clamp(stageSeconds / 4, 2, longest))
        .distinct();
  }

  /** A sentence once the run shall end, else nothing. */
  Optional<Verdict> check(long offsetNanos, Totals totals) {
    if (totals.failed() >= mostErrors) {
      return because("%d requests failed, and the run stops at %d", totals.failed(), mostErrors);
    }
    Double share = stop.errorShare();
    long ended = totals.ended();
    if (share != null && ended >= stop.sample() && totals.failed() > share * ended) {
      return because(
          "%d of %d requests failed, and the run stops at more than %.3g %%",
          totals.failed(), ended, 100 * share);
    }
    if (stop.overSaturation() && grows(offsetNanos, totals)) {
      return Optional.of(
          new Verdict(
              "the server is over-saturated: %d requests are due and not answered, and they grow in number"
                  .formatted(totals.intended() - ended),
              true));
    }
    return Optional.empty();
  }

  private boolean grows(long offsetNanos, Totals totals) {
    int now = timeline.placeAt(offsetNanos);
    double seconds = offsetNanos / NANOS_PER_SECOND;
    if (now != place) {
      place = now;
      windows.forEach(window -> window.restart(seconds));
    }
    if (now == LoadTimeline.NONE || !timeline.windows().get(now).isOpen()) {
      return false;
    }
    double mean =
        totals.succeeded() == 0
            ? Double.NaN
            : totals.answerNanos() / totals.succeeded() / NANOS_PER_SECOND;
    boolean found = false;
    for (OverSaturation window : windows) {
      found |= window.add(seconds, totals.intended(), totals.ended(), mean);
    }
    return found;
  }

  private static Optional<Verdict> because(String sentence, Object... values) {
    return Optional.of(new Verdict(String.format(Locale.ROOT, sentence, values), false));
  }
}
