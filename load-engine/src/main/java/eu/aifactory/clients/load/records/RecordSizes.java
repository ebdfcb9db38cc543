package eu.aifactory.clients.load.records;

import eu.aifactory.clients.protocol.records.RecordBlock;
import java.time.Duration;

/**
 * How much memory records take, and how old they get before they are in the file.
 *
 * @param bufferBytes of one buffer of an event loop
 * @param buffers of each event loop, a power of two
 * @param blockBytes of a block before it is compressed, no less than a buffer has and a preface of
 *     some hundred bytes
 * @param handOver how long a loop keeps a record for itself
 * @param interval from a block's first record to its writing
 */
record RecordSizes(
    int bufferBytes, int buffers, int blockBytes, Duration handOver, Duration interval) {
  static final RecordSizes STANDARD =
      new RecordSizes(
          192 << 10,
          16,
          RecordBlock.MOST_BODY_BYTES,
          Duration.ofMillis(500),
          Duration.ofSeconds(2));
}
