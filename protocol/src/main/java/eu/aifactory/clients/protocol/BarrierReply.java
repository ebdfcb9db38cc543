package eu.aifactory.clients.protocol;

/**
 * Answer to a {@link Barrier}.
 *
 * @param command {@code wait}, {@code go} or {@code abort}
 * @param service that rank 0 set up, as soon as it is known
 * @param startAt with {@code go}: the instant to start, seconds since the epoch on the service's
 *     clock
 * @param reason with {@code abort}: a sentence
 * @param serverTime the service's wall clock, seconds since the epoch
 */
public record BarrierReply(
    String command, AiService service, Double startAt, String reason, Double serverTime) {
  public static final String WAIT = "wait";
  public static final String GO = "go";
  public static final String ABORT = "abort";
}
