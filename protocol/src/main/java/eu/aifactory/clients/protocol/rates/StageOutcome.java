package eu.aifactory.clients.protocol.rates;

/**
 * What came out of one stage, over all agents.
 *
 * @param rate at which requests arrived, requests per second
 * @param intended requests that were due in it
 * @param good those of them that kept the SLO
 * @param answeredPerSecond requests that succeeded, over the stage's window; {@code null} when none
 *     was sent
 * @param overSaturated whether it was ended because requests in flight kept growing in number
 */
public record StageOutcome(
    double rate, long intended, long good, Double answeredPerSecond, boolean overSaturated) {}
