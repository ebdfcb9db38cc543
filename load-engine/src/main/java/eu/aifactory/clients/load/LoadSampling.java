package eu.aifactory.clients.load;

import eu.aifactory.clients.load.arrival.LoadTimeline;
import eu.aifactory.clients.load.arrival.StageWindow;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.rates.LoadSample;
import eu.aifactory.clients.protocol.rates.StopConditions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Takes samples of this process's share of a load. Single-threaded. */
final class LoadSampling {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long INTERVAL_NANOS =
      TimeUnit.MILLISECONDS.toNanos(StopConditions.INTERVAL_MILLIS);

  private final LoadTimeline timeline;
  private final List<LoopFigures> loops;
  private final Consumer<LoadSample> to;
  private final int series;
  private long lastTick = -1;

  LoadSampling(LoadTimeline timeline, List<LoopFigures> loops, Consumer<LoadSample> to) {
    this.timeline = timeline;
    this.loops = loops;
    this.to = to;
    this.series =
        timeline.windows().stream()
            .mapToInt(StageWindow::stage)
            .filter(stage -> stage != RunFigures.WARM_UP)
            .findFirst()
            .orElse(0);
  }

  /** A tick that a busy loop was too late for is left out. */
  void at(long offsetNanos) {
    long tick = Math.max(0, Math.round(offsetNanos / (double) INTERVAL_NANOS));
    if (tick <= lastTick) {
      return;
    }
    lastTick = tick;
    int place = timeline.placeAt(offsetNanos);
    List<StageWindow> windows = timeline.windows();
    boolean over = place == LoadTimeline.NONE;
    StageWindow window = over ? windows.getLast() : windows.get(place);
    long intended = 0;
    long succeeded = 0;
    long failed = 0;
    double answerNanos = 0;
    for (LoopFigures loop : loops) {
      LoopFigures.Totals totals = loop.totals();
      intended += totals.intended();
      succeeded += totals.succeeded();
      failed += totals.failed();
      answerNanos += totals.answerNanos();
    }
    to.accept(
        new LoadSample(
            series,
            tick,
            window.stage(),
            !over && window.isOpen(),
            intended,
            succeeded,
            failed,
            answerNanos / NANOS_PER_SECOND));
  }
}
