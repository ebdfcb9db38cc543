package eu.aifactory.clients.load.client;

/**
 * Random numbers of a run, each from its place alone: no state, so any number of agents draws the
 * same ones. Value {@code (seed, index, purpose)} is SplitMix64's output function (Steele, Lea,
 * Flood 2014) applied to the seed, then to that plus the index times the golden gamma, then to that
 * plus the purpose times it.
 */
public final class RequestRandom {
  /** Which prompt a request sends. */
  public static final int PROMPT = 1;

  /** The seed that a request asks the model to sample with. */
  public static final int SAMPLING = 2;

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private RequestRandom() {}

  /** 64 uniform bits. */
  public static long bits(long seed, long index, int purpose) {
    long mixed = mix(mix(seed) + index * GOLDEN_GAMMA);
    return mix(mixed + purpose * GOLDEN_GAMMA);
  }

  /** Uniform in 0 to {@code bound} - 1, but for a bias below bound / 2^64. */
  public static int below(int bound, long seed, long index, int purpose) {
    return (int) Math.unsignedMultiplyHigh(bits(seed, index, purpose), bound);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
