package eu.aifactory.clients.load.arrival;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.RunFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stages of a load, one after the other without a gap. Immutable. */
public final class LoadTimeline {
  /** No stage. */
  public static final int NONE = -1;

  /** More arrivals than any stage has: stage s begins with index s times this. */
  public static final long INDICES_PER_STAGE = 1_000_000_000_000L;

  /** The indices of the warm-up, far from those of any stage. */
  private static final long WARM_UP_PLACE = 1_000;

  private final List<StageWindow> windows;
  private final long seed;
  private final TraceTimes trace;

  private LoadTimeline(List<StageWindow> windows, long seed, TraceTimes trace) {
    this.windows = List.copyOf(windows);
    this.seed = seed;
    this.trace = trace;
  }

  /**
   * @param load checked; not an adaptive one
   * @param trace present for kind trace
   * @param firstStage number of the first stage, 0 but for one stage of an adaptive load
   */
  public static LoadTimeline of(
      Workload.Load load, long seed, Optional<TraceTimes> trace, int firstStage) {
    boolean staged = Workload.Load.STAGES.equals(load.kind());
    List<Workload.Load> stages = staged ? load.stages() : List.of(load);
    List<StageWindow> windows = new ArrayList<>();
    long start = 0;
    if (load.warmupSeconds() != null) {
      start = Arrivals.nanos(load.warmupSeconds());
      Workload.Load warmUp = warmUp(stages.getFirst(), load.warmupSeconds());
      windows.add(
          new StageWindow(RunFigures.WARM_UP, warmUp, 0, start, WARM_UP_PLACE * INDICES_PER_STAGE));
    }
    for (int i = 0; i < stages.size(); i++) {
      int number = firstStage + i;
      long firstIndex = number * INDICES_PER_STAGE;
      long length = length(stages.get(i), seed, firstIndex, i == stages.size() - 1);
      long end = length == StageWindow.OPEN_ENDED ? length : start + length;
      windows.add(new StageWindow(number, stages.get(i), start, end, firstIndex));
      start = end;
    }
    return new LoadTimeline(windows, seed, trace.orElse(null));
  }

  private static Workload.Load warmUp(Workload.Load first, double seconds) {
    return first.toBuilder().duration(seconds).warmup(null).requests(null).ramp(null).build();
  }

  /** A stage that ends with its requests ends when one more would have been due. */
  private static long length(Workload.Load stage, long seed, long firstIndex, boolean last) {
    if (stage.durationSeconds() != null) {
      return Arrivals.nanos(stage.durationSeconds());
    }
    if (last) {
      return StageWindow.OPEN_ENDED;
    }
    Workload.Load oneMore = stage.toBuilder().requests(stage.requests() + 1).build();
    Arrivals arrivals = Arrivals.of(oneMore, seed, firstIndex, null);
    long end = 0;
    for (long due = arrivals.next(); due != Arrivals.NONE; due = arrivals.next()) {
      end = due;
    }
    return end;
  }

  public List<StageWindow> windows() {
    return windows;
  }

  /** Whether any stage has arrivals. */
  public boolean hasOpenStages() {
    return windows.stream().anyMatch(StageWindow::isOpen);
  }

  /** Whether clients send in any stage. */
  public boolean hasClosedStages() {
    return windows.stream().anyMatch(window -> !window.isOpen());
  }

  /**
   * The place in {@link #windows} of the one at an offset from the start, or {@link #NONE} when the
   * load is over by then.
   */
  public int placeAt(long offsetNanos) {
    for (int place = 0; place < windows.size(); place++) {
      if (offsetNanos < windows.get(place).endNanos()) {
        return place;
      }
    }
    return NONE;
  }

  /** From the run's start, or {@link StageWindow#OPEN_ENDED}. */
  public long endNanos() {
    return windows.getLast().endNanos();
  }

  Arrivals arrivals(StageWindow window) {
    return Arrivals.of(window.load(), seed, window.firstIndex(), trace);
  }
}
