package eu.aifactory.clients.protocol;

/**
 * The version of what agents and service say to each other. It goes up by one when a message
 * changes in a way that the version before cannot live with; members that may be passed over do not
 * change it. A version works together with the one before it, so that agents which are running
 * outlive an upgrade of their service.
 */
public final class WireVersion {
  /** What this software speaks. */
  public static final int CURRENT = 1;

  private WireVersion() {}

  /**
   * Whether this software and one of that version understand each other: the newer of two
   * neighbours does what the older one expects.
   */
  public static boolean fits(int other) {
    return Math.abs(other - CURRENT) <= 1;
  }
}
