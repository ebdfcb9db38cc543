package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.WindowCounts;
import java.util.Map;

/**
 * Holds the requests that were sent while a stage lasted against those that were due in it. Those
 * sent later are a load of another time; send lag alone may hide them, where answers take long.
 */
final class OfferedRateRule {
  /** Of the requests due in a stage, what must have been sent by its end. */
  static final double TOLERATED_OFFERED_SHARE = 0.98;

  private final Integer mostInFlight;
  private final VerdictReasons reasons;

  /**
   * @param mostInFlight the workload's own limit, or {@code null}
   */
  OfferedRateRule(Integer mostInFlight, VerdictReasons reasons) {
    this.mostInFlight = mostInFlight;
    this.reasons = reasons;
  }

  /**
   * @param name of the stage, as sentences begin
   * @param figures of all agents in it
   */
  void judge(String name, Workload.Load load, Figures figures) {
    WindowCounts due = figures.due();
    long reachable = due.total() - unreached(figures.errors());
    if (due.isEmpty() || reachable <= 0) {
      return;
    }
    long inside = figures.sent().before(endMicros(load, due));
    double share = (double) inside / reachable;
    if (share >= TOLERATED_OFFERED_SHARE) {
      return;
    }
    double intended = intendedRate(load, due);
    reasons.worsen(
        Verdict.CLIENT_LIMITED,
        "%s offered %.1f of %.1f intended requests per second: of %d that were due in it, %d were"
            + " sent after its end and %d never; less than %.0f %% is another load than the one"
            + " asked for%s",
        name,
        intended * share,
        intended,
        reachable,
        figures.counted(Counter.SENT) - inside,
        Math.max(0, reachable - figures.counted(Counter.SENT)),
        TOLERATED_OFFERED_SHARE * 100,
        mostInFlight == null
            ? ""
            : "; its own max_in_flight of %d may have held them back".formatted(mostInFlight));
  }

  /** The last may be sent just after the window in which it was due, a burst until the next. */
  private static long endMicros(Workload.Load load, WindowCounts due) {
    long burst = load.burst() == null ? 0 : Math.round(load.burst().everySeconds() * 1e6);
    return due.endMicros() + Math.max(due.widthMicros(), burst);
  }

  /** Who cannot be connected to cannot be sent anything: that is no fault of who sends. */
  private static long unreached(Map<String, Long> errors) {
    return errors.getOrDefault("connect", 0L) + errors.getOrDefault("tls", 0L);
  }

  private static double intendedRate(Workload.Load load, WindowCounts due) {
    boolean steady = load.rate() != null && load.ramp() == null;
    return steady ? load.rate() : due.total() * 1e6 / (due.endMicros() - due.beginMicros());
  }
}
