package eu.aifactory.clients.protocol.records;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads blocks one after the other. Whoever wrote them may have died within the last one: what
 * cannot be read ends the stream, and is told. Single-threaded.
 */
public final class RecordBlockStream {
  private final InputStream from;
  private String tornBecause;

  public RecordBlockStream(InputStream from) {
    this.from = from;
  }

  /** The next block that is whole; empty after the last. */
  public Optional<RecordBlock> next() throws IOException {
    if (tornBecause != null) {
      return Optional.empty();
    }
    byte[] head = from.readNBytes(RecordBlock.HEAD_BYTES);
    if (head.length == 0) {
      return Optional.empty();
    }
    if (head.length < RecordBlock.HEAD_BYTES) {
      return torn("the last block's head is cut off");
    }
    try {
      int length = RecordBlock.lengthOf(ByteBuffer.wrap(head));
      byte[] block = Arrays.copyOf(head, length);
      int read = from.readNBytes(block, head.length, length - head.length);
      return read < length - head.length
          ? torn("the last block is cut off")
          : Optional.of(RecordBlock.of(block));
    } catch (BrokenRecordsException e) {
      return torn(e.getMessage());
    }
  }

  private Optional<RecordBlock> torn(String why) {
    tornBecause = why;
    return Optional.empty();
  }

  /** Why something at the end was passed over, a sentence; empty when nothing was. */
  public Optional<String> tornBecause() {
    return Optional.ofNullable(tornBecause);
  }
}
