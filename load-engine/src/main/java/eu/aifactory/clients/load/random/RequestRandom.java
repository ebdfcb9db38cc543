package eu.aifactory.clients.load.random;

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

  /** How long a prompt is. */
  public static final int INPUT_TOKENS = 16;

  /** How long an answer may be. */
  public static final int OUTPUT_TOKENS = 17;

  /** What a synthetic prompt says. */
  public static final int TEXT = 18;

  /** Which shared prefix a prompt begins with. */
  public static final int PREFIX_GROUP = 19;

  /** What a shared prefix says; its group is the index. */
  public static final int PREFIX = 20;

  /** Which class a request is of. */
  public static final int CLASS = 21;

  /** How many turns a conversation has. */
  public static final int TURNS = 22;

  /** How long a client thinks before a turn. */
  public static final int THINK = 23;

  /** What a block of a trace's prompts says; its hash id is the index. */
  public static final int BLOCK = 24;

  /** When a request arrives. */
  public static final int ARRIVAL = 32;

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

  /**
   * Element {@code n} of the sequence that SplitMix64 makes from a state, such as {@link #bits}
   * gives: for choices of which a request needs many.
   */
  public static long at(long state, long n) {
    return mix(state + (n + 1) * GOLDEN_GAMMA);
  }

  /** A number of 0 or more and less than 1, from 64 uniform bits. */
  public static double unit(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
