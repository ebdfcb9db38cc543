package eu.aifactory.clients.protocol;

/**
 * An answer of the service by which an agent measures how far its own clock is from the service's.
 * What lies between both instants is the service's own time, and says nothing about the way.
 */
public interface TimedReply {

  /**
   * The service's wall clock when it had the call, seconds since the epoch; {@code null} from a
   * service that does not say.
   */
  Double receivedAt();

  /** The service's wall clock when it answered, seconds since the epoch, or {@code null}. */
  Double serverTime();

  /**
   * The same answer with both instants.
   *
   * @param receivedAt seconds since the epoch
   * @param serverTime seconds since the epoch
   */
  TimedReply timed(double receivedAt, double serverTime);
}
