package eu.aifactory.clients.protocol.records;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Some records as they lie in a file, on the wire and in the database: a head of {@value
 * #HEAD_BYTES} bytes with length and checksum, and a compressed body. A block needs no other one to
 * be read. Immutable.
 *
 * <pre>
 *  0  4  "AIFR"                    12  4  records in it
 *  4  4  version, 1                16  4  bytes of the body, not compressed
 *  8  4  number, from 0            20  4  bytes of the body, compressed
 *                                  24  4  CRC-32C over the 24 bytes before and the body
 * </pre>
 *
 * Whole numbers, the highest byte first. The body is DEFLATE (RFC 1951).
 */
public final class RecordBlock {
  /** Most bytes of a body before it is compressed. */
  public static final int MOST_BODY_BYTES = 768 << 10;

  /** Most bytes of a block: of a body that cannot be compressed there is a little more. */
  public static final int MOST_BYTES = MOST_BODY_BYTES + (16 << 10);

  static final int HEAD_BYTES = 28;
  static final int MAGIC = 0x41494652;
  static final int VERSION = 1;
  private static final int CRC_AT = 24;

  private final byte[] bytes;
  private final int number;
  private final int records;
  private final int bodyBytes;

  private RecordBlock(byte[] bytes, int number, int records, int bodyBytes) {
    this.bytes = bytes;
    this.number = number;
    this.records = records;
    this.bodyBytes = bodyBytes;
  }

  /**
   * A block that makes up the whole of some bytes, which must not change any more.
   *
   * @throws BrokenRecordsException when they are anything else
   */
  public static RecordBlock of(byte[] bytes) {
    if (bytes.length < HEAD_BYTES) {
      throw new BrokenRecordsException(
          "a block of records has %d bytes or more, not %d".formatted(HEAD_BYTES, bytes.length));
    }
    ByteBuffer head = ByteBuffer.wrap(bytes);
    int length = lengthOf(head);
    if (length != bytes.length) {
      throw new BrokenRecordsException(
          "a block says that it has %d bytes, and there are %d".formatted(length, bytes.length));
    }
    if (head.getInt(CRC_AT) != checksum(bytes, bytes.length)) {
      throw new BrokenRecordsException("a block's checksum is not that of its bytes");
    }
    return new RecordBlock(bytes, head.getInt(8), head.getInt(12), head.getInt(16));
  }

  /**
   * How many bytes the block has whose head this is.
   *
   * @throws BrokenRecordsException when it is no head of a block
   */
  static int lengthOf(ByteBuffer head) {
    if (head.getInt(0) != MAGIC) {
      throw new BrokenRecordsException("this is no block of records: it does not begin with AIFR");
    }
    if (head.getInt(4) != VERSION) {
      throw new BrokenRecordsException(
          "the records are of version %d, and this program reads version %d"
              .formatted(head.getInt(4), VERSION));
    }
    int compressed = head.getInt(20);
    boolean possible =
        head.getInt(8) >= 0
            && head.getInt(12) >= 0
            && within(head.getInt(16), MOST_BODY_BYTES)
            && within(compressed, MOST_BYTES - HEAD_BYTES);
    if (!possible) {
      throw new BrokenRecordsException("a block's head tells lengths that cannot be");
    }
    return HEAD_BYTES + compressed;
  }

  private static boolean within(int value, int most) {
    return value >= 0 && value <= most;
  }

  /** Of the head but for the checksum itself, and of the body. */
  static int checksum(byte[] block, int length) {
    CRC32C crc = new CRC32C();
    crc.update(block, 0, CRC_AT);
    crc.update(block, HEAD_BYTES, length - HEAD_BYTES);
    return (int) crc.getValue();
  }

  /** Its place among its agent's, from 0. */
  public int number() {
    return number;
  }

  /** How many records it says it has. */
  public int records() {
    return records;
  }

  /** As it lies in a file; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * What it holds, not compressed.
   *
   * @throws BrokenRecordsException when it cannot be read
   */
  byte[] body() {
    byte[] body = new byte[bodyBytes];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES);
      int length = inflater.inflate(body);
      // Asked for even when nothing is to come: only then an empty rest is noticed.
      boolean more = inflater.inflate(new byte[1]) > 0;
      if (length != bodyBytes || more || !inflater.finished()) {
        throw new BrokenRecordsException("a block's body is not as long as its head says");
      }
      return body;
    } catch (DataFormatException e) {
      throw new BrokenRecordsException("a block cannot be decompressed: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }
}
