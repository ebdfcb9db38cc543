package eu.aifactory.clients.protocol;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Answer to a {@link Barrier}.
 *
 * @param command {@code wait}, {@code go}, {@code abort}, or {@code end} before a stage that there
 *     is not: the load is over
 * @param service that rank 0 set up, as soon as it is known
 * @param startAt with {@code go}: the instant to start, seconds since the epoch on the service's
 *     clock
 * @param reason with {@code abort}: a sentence
 * @param serverTime the service's wall clock when it answered, seconds since the epoch
 * @param rate of the stage that was asked for, requests per second of all agents; {@code null}
 *     while it is not chosen
 * @param askAfter seconds until the agent asks again, which it does in time to hear of the start
 *     well before it; {@code null} where the service leaves it to the agent
 * @param receivedAt the service's wall clock when it had the call, seconds since the epoch
 */
public record BarrierReply(
    String command,
    AiService service,
    Double startAt,
    String reason,
    Double serverTime,
    Double rate,
    Double askAfter,
    Double receivedAt)
    implements TimedReply {
  public static final String WAIT = "wait";
  public static final String GO = "go";
  public static final String ABORT = "abort";
  public static final String END = "end";

  @JsonbCreator
  public BarrierReply {}

  /** Without the instant at which the call came. */
  public BarrierReply(
      String command,
      AiService service,
      Double startAt,
      String reason,
      Double serverTime,
      Double rate,
      Double askAfter) {
    this(command, service, startAt, reason, serverTime, rate, askAfter, null);
  }

  /** To an agent that stands before the run's start. */
  public BarrierReply(
      String command, AiService service, Double startAt, String reason, Double serverTime) {
    this(command, service, startAt, reason, serverTime, null, null);
  }

  /** The same, asked for again after a while. */
  public BarrierReply askedAgainAfter(double seconds) {
    return new BarrierReply(
        command, service, startAt, reason, serverTime, rate, seconds, receivedAt);
  }

  @Override
  public BarrierReply timed(double receivedAt, double serverTime) {
    return new BarrierReply(
        command, service, startAt, reason, serverTime, rate, askAfter, receivedAt);
  }
}
