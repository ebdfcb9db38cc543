package eu.aifactory.clients.protocol.figures;

/** A stretch of time, in microseconds since the epoch on the service's clock. */
public record Span(long fromMicros, long toMicros) {
  private static final double MICROS_PER_SECOND = 1e6;

  public double seconds() {
    return (toMicros - fromMicros) / MICROS_PER_SECOND;
  }

  /** From the earlier begin to the later end; of either, when the other is {@code null}. */
  public static Span covering(Span one, Span other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return new Span(
        Math.min(one.fromMicros, other.fromMicros), Math.max(one.toMicros, other.toMicros));
  }

  /** Whether the middle of another one lies in it. */
  public boolean holds(Span other) {
    long middle = other.fromMicros + (other.toMicros - other.fromMicros) / 2;
    return fromMicros <= middle && middle <= toMicros;
  }
}
