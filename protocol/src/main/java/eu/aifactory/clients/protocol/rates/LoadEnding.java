package eu.aifactory.clients.protocol.rates;

/**
 * A condition that ends a load before its time.
 *
 * @param series of the samples that showed it, see {@link LoadSample}
 * @param reason a sentence
 * @param overSaturated whether the server is over-saturated: then a sweep or search goes on with
 *     what it does next, else it ends, too
 */
public record LoadEnding(int series, String reason, boolean overSaturated) {}
