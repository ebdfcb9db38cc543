package eu.aifactory.clients.protocol;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Answer to a {@link Heartbeat}. Orders come this way too, so that an agent which the service
 * cannot reach still gets them.
 *
 * @param command {@code continue}, {@code run} or {@code stop}
 * @param order what to run, with {@code run}; an agent that has it in hand already ignores it
 * @param serverTime the service's wall clock when it answered, seconds since the epoch
 * @param receivedAt the service's wall clock when it had the call, seconds since the epoch
 */
public record HeartbeatReply(String command, RunOrder order, Double serverTime, Double receivedAt)
    implements TimedReply {
  public static final String CONTINUE = "continue";
  public static final String RUN = "run";
  public static final String STOP = "stop";

  @JsonbCreator
  public HeartbeatReply {}

  /** Without the instant at which the call came. */
  public HeartbeatReply(String command, RunOrder order, Double serverTime) {
    this(command, order, serverTime, null);
  }

  @Override
  public HeartbeatReply timed(double receivedAt, double serverTime) {
    return new HeartbeatReply(command, order, serverTime, receivedAt);
  }
}
