package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.arrival.TraceTimes;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * Writes requests; what does not change between them is encoded beforehand. Thread-safe.
 *
 * <p>The index counts what arrives: single requests, or conversations whose turns follow one
 * another. All random choices of an arrival derive from the seed and its index.
 */
public interface RequestWriter {

  /** Requests of this arrival, one after the other: 1 but for a conversation. */
  default int turns(long index) {
    return 1;
  }

  /** Time from the end of the turn before to this turn, nanoseconds; 0 for the first. */
  default long thinkNanos(long index, int turn) {
    return 0;
  }

  /** Which of the workload's classes it belongs to, from 0; 0 where the workload names none. */
  default int classOf(long index) {
    return 0;
  }

  /** When arrivals are due by the trace that the prompts come from; empty for other prompts. */
  default Optional<TraceTimes> traceTimes() {
    return Optional.empty();
  }

  /**
   * Appends head and body of one HTTP/1.1 request, whose {@code X-Request-Id} tells index and turn.
   *
   * @param turn from 0, less than {@link #turns}
   */
  void write(long index, int turn, ByteBuf to);
}
