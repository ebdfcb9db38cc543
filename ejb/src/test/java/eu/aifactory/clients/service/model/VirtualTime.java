package eu.aifactory.clients.service.model;

import eu.aifactory.clients.slurm.MovedClock;
import java.time.Duration;

/** The database's clock, which may be set wrong and right again, and time itself, which goes on. */
final class VirtualTime {
  private final MovedClock wall;
  private Duration passed = Duration.ZERO;
  private Duration off = Duration.ZERO;
  private boolean set;

  VirtualTime(MovedClock wall) {
    this.wall = wall;
    wall.startAgain();
  }

  void pass(Duration time) {
    passed = passed.plus(time);
    wall.advance(time);
  }

  /** The clock is set to be so much ahead of time itself, or behind it; no time passes. */
  void setWallOff(Duration difference) {
    wall.advance(difference.minus(off));
    off = difference;
    set = true;
  }

  /** Whether the clock was ever set, so that differences between its times say little. */
  boolean wasSet() {
    return set;
  }

  /** Since the sequence began, whatever the clock shows. */
  Duration passed() {
    return passed;
  }

  MovedClock wallClock() {
    return wall;
  }

  long nanos() {
    return passed.toNanos();
  }
}
