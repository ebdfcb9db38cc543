package eu.aifactory.clients.protocol.rates;

/**
 * How a load stood at one instant, over one agent's share or, as a sum, over that of all. Samples
 * of several agents that have one series and one tick are of one instant, because all count from
 * one agreed start.
 *
 * @param series what ticks and counts begin anew with: the stage of a sweep or search, else 0
 * @param tick so many {@link StopConditions#INTERVAL_MILLIS} after the begin of the series
 * @param stage in hand at that instant, -1 the warm-up
 * @param arriving whether requests arrive by a schedule in it, and it is not over
 * @param intended requests that were due since the begin of the series
 * @param succeeded requests of the series that were answered
 * @param failed requests of the series that failed
 * @param answerSeconds sum of the times that the succeeded ones took from when they were due
 */
public record LoadSample(
    int series,
    long tick,
    int stage,
    boolean arriving,
    long intended,
    long succeeded,
    long failed,
    Double answerSeconds) {

  public LoadSample {
    answerSeconds = answerSeconds == null ? Double.valueOf(0) : answerSeconds;
  }

  /** Requests that were answered or failed. */
  long ended() {
    return succeeded + failed;
  }

  double seconds() {
    return tick * StopConditions.INTERVAL_MILLIS / 1000.0;
  }

  /** Of those that were answered; NaN while none was. */
  double meanAnswerSeconds() {
    return succeeded == 0 ? Double.NaN : answerSeconds / succeeded;
  }
}
