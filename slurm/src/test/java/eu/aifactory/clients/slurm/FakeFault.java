package eu.aifactory.clients.slurm;

import java.time.Duration;

/**
 * What goes wrong with one request to {@link FakeSlurmrestd}.
 *
 * @param delay before anything happens
 * @param effect whether and when slurmctld does what it was asked
 * @param reply what the asker gets
 * @param lateBy how long after the reply a {@link Effect#LATE} one happens
 */
public record FakeFault(Duration delay, Effect effect, Reply reply, Duration lateBy) {

  /** What slurmctld does. */
  public enum Effect {
    ONCE,
    NONE,
    /** Delivered twice: slurmctld does it twice. */
    TWICE,
    /** Done after the asker has been left without an answer. */
    LATE
  }

  /** What slurmrestd, or what is before it, says. */
  public enum Reply {
    /** The truth; where nothing was done, that slurmctld could not be connected to. */
    HONEST,
    /** The connection closes before an answer. */
    DROPPED,
    /** The connection is reset. */
    RESET,
    /** Half of the honest answer. */
    TRUNCATED,
    /** A proxy's page, 502. */
    HTML,
    /** As of a slurmctld that did not answer in time, 500 or 504 with 5004. */
    TIMED_OUT,
    /** 500 with the id of the job, as Slurm up to 23.11.0 answers for a held one. */
    ERROR_WITH_ID,
    /** 200 without what was asked for. */
    BLANK,
    /** Nothing, and the connection stays open until the asker gives up. */
    HUNG
  }

  public FakeFault {
    boolean isLie = reply == Reply.HONEST || reply == Reply.ERROR_WITH_ID;
    if (effect == Effect.LATE && isLie) {
      throw new IllegalArgumentException("what is done late cannot be answered: " + reply);
    }
  }

  public static FakeFault none() {
    return of(Effect.ONCE, Reply.HONEST);
  }

  public static FakeFault of(Effect effect, Reply reply) {
    return new FakeFault(Duration.ZERO, effect, reply, Duration.ZERO);
  }

  public static FakeFault delay(Duration delay) {
    return new FakeFault(delay, Effect.ONCE, Reply.HONEST, Duration.ZERO);
  }

  public static FakeFault dropBeforeAccept() {
    return of(Effect.NONE, Reply.DROPPED);
  }

  public static FakeFault dropAfterAccept() {
    return of(Effect.ONCE, Reply.DROPPED);
  }

  public static FakeFault errorAfterAccept() {
    return of(Effect.ONCE, Reply.TIMED_OUT);
  }

  public static FakeFault duplicate() {
    return of(Effect.TWICE, Reply.HONEST);
  }

  public static FakeFault truncated() {
    return of(Effect.ONCE, Reply.TRUNCATED);
  }

  public static FakeFault html() {
    return of(Effect.NONE, Reply.HTML);
  }

  public static FakeFault hung(Effect effect) {
    return of(effect, Reply.HUNG);
  }

  /** Leaves the asker with a lost connection, and does what was asked after that time. */
  public static FakeFault late(Duration lateBy) {
    return new FakeFault(Duration.ZERO, Effect.LATE, Reply.DROPPED, lateBy);
  }
}
