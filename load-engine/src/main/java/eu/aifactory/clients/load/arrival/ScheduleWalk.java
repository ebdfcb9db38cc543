package eu.aifactory.clients.load.arrival;

import java.util.Iterator;

/**
 * Walks through one share of all arrivals of a run, in the order in which they are due. Every share
 * walks the whole schedule and passes over what is another's, so the schedule is the same whatever
 * the number of shares. Single-threaded.
 */
public final class ScheduleWalk {
  private final LoadTimeline timeline;
  private final Iterator<StageWindow> windows;
  private final long share;
  private final long shares;
  private StageWindow window;
  private Arrivals arrivals;
  private long number;
  private long dueNanos;

  /**
   * @param share from 0: it has every arrival whose number within its stage is that modulo {@code
   *     shares}
   */
  public ScheduleWalk(LoadTimeline timeline, long share, long shares) {
    this.timeline = timeline;
    this.windows = timeline.windows().stream().filter(StageWindow::isOpen).iterator();
    this.share = share;
    this.shares = shares;
  }

  /** Goes to the next arrival of this share; {@code false} once there is none. */
  public boolean next() {
    while (true) {
      if (arrivals == null) {
        if (!windows.hasNext()) {
          return false;
        }
        window = windows.next();
        arrivals = timeline.arrivals(window);
        number = -1;
      }
      long due = arrivals.next();
      number++;
      if (due == Arrivals.NONE) {
        arrivals = null;
      } else if (number % shares == share) {
        dueNanos = window.startNanos() + due;
        return true;
      }
    }
  }

  /** Of the arrival gone to, over all agents and stages. */
  public long index() {
    return window.firstIndex() + number;
  }

  /** When it is due, nanoseconds from the run's start. */
  public long dueNanos() {
    return dueNanos;
  }

  /** The stage in which it is due. */
  public int stage() {
    return window.stage();
  }
}
