package eu.aifactory.clients.protocol;

/**
 * Answer to a {@link Heartbeat}. Orders come this way too, so that an agent which the service
 * cannot reach still gets them.
 *
 * @param command {@code continue}, {@code run} or {@code stop}
 * @param order what to run, with {@code run}; an agent that has it in hand already ignores it
 * @param serverTime the service's wall clock, seconds since the epoch
 */
public record HeartbeatReply(String command, RunOrder order, Double serverTime) {
  public static final String CONTINUE = "continue";
  public static final String RUN = "run";
  public static final String STOP = "stop";
}
