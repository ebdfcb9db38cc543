package eu.aifactory.clients.protocol.records;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/**
 * Gathers records and makes blocks of them, numbered from 0. Its memory is taken once; only the
 * block that it gives is new. Single-threaded.
 */
public final class RecordBlockWriter implements AutoCloseable {
  /** Beyond this level it takes more time, and records get hardly smaller: see docs/records.md. */
  private static final int LEVEL = 1;

  private final String agent;
  private final String requestIdPrefix;
  private final List<String> classes;
  private final RecordOutput body;
  private final byte[] block = new byte[RecordBlock.MOST_BYTES];
  private final Deflater deflater = new Deflater(LEVEL, true);
  private long startMicros;
  private int number;

  /**
   * @param requestIdPrefix begins the id of each request; its index ends it
   * @param classes the workload's, by name; empty when it names none
   */
  public RecordBlockWriter(String agent, String requestIdPrefix, List<String> classes) {
    this(agent, requestIdPrefix, classes, RecordBlock.MOST_BODY_BYTES);
  }

  /**
   * @param bodyBytes most bytes of a body before it is compressed
   */
  public RecordBlockWriter(
      String agent, String requestIdPrefix, List<String> classes, int bodyBytes) {
    this.agent = agent;
    this.requestIdPrefix = requestIdPrefix;
    this.classes = List.copyOf(classes);
    this.body = new RecordOutput(Math.min(bodyBytes, RecordBlock.MOST_BODY_BYTES));
  }

  /** When the run began, microseconds since the epoch; holds from the next block on. */
  public void startsAt(long micros) {
    startMicros = micros;
  }

  /** Records that are in no block yet. */
  public int pending() {
    return body.records();
  }

  /** Takes records that were written whole; {@code false} when a block has to be made first. */
  public boolean add(RecordOutput records) {
    if (body.length() == 0) {
      preface();
    }
    return body.append(records);
  }

  private void preface() {
    body.text(agent);
    body.text(requestIdPrefix);
    body.signed(startMicros);
    body.number(classes.size());
    classes.forEach(body::text);
  }

  /** Makes a block of what was taken, and begins the next. */
  public byte[] cut() {
    deflater.reset();
    deflater.setInput(body.bytes(), 0, body.length());
    deflater.finish();
    int room = block.length - RecordBlock.HEAD_BYTES;
    int compressed = deflater.deflate(block, RecordBlock.HEAD_BYTES, room);
    if (!deflater.finished()) {
      throw new IllegalStateException(
          "%d bytes became more than %d when compressed".formatted(body.length(), room));
    }
    ByteBuffer.wrap(block)
        .putInt(RecordBlock.MAGIC)
        .putInt(RecordBlock.VERSION)
        .putInt(number++)
        .putInt(body.records())
        .putInt(body.length())
        .putInt(compressed);
    int length = RecordBlock.HEAD_BYTES + compressed;
    ByteBuffer.wrap(block).putInt(RecordBlock.HEAD_BYTES - 4, RecordBlock.checksum(block, length));
    body.clear();
    return Arrays.copyOf(block, length);
  }

  /** Forgets what was taken and is in no block. */
  public void discard() {
    body.clear();
  }

  @Override
  public void close() {
    deflater.end();
  }
}
