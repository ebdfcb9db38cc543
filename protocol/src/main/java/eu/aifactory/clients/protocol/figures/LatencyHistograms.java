package eu.aifactory.clients.protocol.figures;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;

/**
 * How the histograms of {@link Figures} are made and written: HdrHistogram's compressed V2 encoding
 * of nanoseconds, in Base64. In small ones, as those of a second are, nothing is deflated: that
 * costs agent and service more than the third of the room is worth. Large ones are, so that many in
 * one snapshot, as they are merged while the service is away, stay within what it takes.
 *
 * <p>A service reads some twenty of them of each agent each second, twice. The library makes a
 * histogram of 24,576 counts of each, to be added and thrown away; so they are read here, and what
 * a few hundred counts say goes straight to where it belongs.
 */
final class LatencyHistograms {
  private static final int MOST_ENCODED_BYTES = 1 << 20;
  private static final int MOST_UNDEFLATED_BYTES = 4 << 10;

  /** A cookie and a length before what is deflated. */
  private static final int COMPRESSED_HEADER = 2 * Integer.BYTES;

  private static final int COOKIE = 0x1c849313;
  private static final int COMPRESSED_COOKIE = 0x1c849314;

  private static final int HEADER = 40;

  /** Places up to that of the hour. */
  private static final int MOST_COUNTS = 24 << 10;

  private static final int MOST_BYTES = HEADER + 9 * MOST_COUNTS;

  private static final int MOST_SHIFT = 56;

  /** A histogram's counts begin with this many of equal width, and each doubling has half of it. */
  private static final int HALF_MAGNITUDE = 10;

  private static final int HALF = 1 << HALF_MAGNITUDE;

  /** The largest power of two below {@link Figures#LOWEST_NANOS}, which is the least width. */
  private static final int UNIT_MAGNITUDE = 9;

  private LatencyHistograms() {}

  /** Where counts go. */
  interface Sink {
    /**
     * @param nanos within what a histogram of figures can hold
     * @param count 1 or more
     */
    void record(long nanos, long count);
  }

  static Histogram empty() {
    return new Histogram(Figures.LOWEST_NANOS, Figures.HIGHEST_NANOS, Figures.SIGNIFICANT_DIGITS);
  }

  static String encode(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer, Deflater.NO_COMPRESSION);
    if (length > MOST_UNDEFLATED_BYTES) {
      length =
          histogram.encodeIntoCompressedByteBuffer(buffer.clear(), Deflater.DEFAULT_COMPRESSION);
    }
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException naming the figure; some counts may have gone to the sink
   */
  static void read(Figure figure, String encoded, Sink sink) {
    try {
      if (encoded.length() > MOST_ENCODED_BYTES) {
        throw new IllegalArgumentException(
            "it has %d characters, more than %d".formatted(encoded.length(), MOST_ENCODED_BYTES));
      }
      ByteBuffer bytes = inflated(Base64.getDecoder().decode(encoded));
      readHeader(bytes);
      readCounts(bytes, sink);
    } catch (DataFormatException | BufferUnderflowException | IllegalArgumentException e) {
      String why = e.getMessage() == null ? "it is cut off" : e.getMessage();
      throw new IllegalArgumentException(
          "histogram %s cannot be read: %s".formatted(figure.wireName(), why), e);
    }
  }

  private static ByteBuffer inflated(byte[] encoded) throws DataFormatException {
    ByteBuffer compressed = ByteBuffer.wrap(encoded);
    expect("cookie", COMPRESSED_COOKIE, compressed.getInt());
    expect("length", encoded.length - COMPRESSED_HEADER, compressed.getInt());
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(encoded, COMPRESSED_HEADER, encoded.length - COMPRESSED_HEADER);
      // Grows to what is there, so that what claims to be long has to be it.
      byte[] bytes = new byte[Math.min(MOST_BYTES, Math.max(64, 4 * encoded.length))];
      int length = inflater.inflate(bytes);
      while (!inflater.finished() && length == bytes.length && length < MOST_BYTES) {
        bytes = Arrays.copyOf(bytes, Math.min(MOST_BYTES, 2 * length));
        length += inflater.inflate(bytes, length, bytes.length - length);
      }
      if (!inflater.finished()) {
        throw new IllegalArgumentException(
            length == MOST_BYTES
                ? "it is longer than %d bytes".formatted(length)
                : "it is cut off");
      }
      return ByteBuffer.wrap(bytes, 0, length);
    } finally {
      inflater.end();
    }
  }

  private static void readHeader(ByteBuffer bytes) {
    expect("cookie", COOKIE, bytes.getInt());
    expect("length", (long) bytes.limit() - HEADER, bytes.getInt());
    expect("offset", 0, bytes.getInt());
    expect("number of significant digits", Figures.SIGNIFICANT_DIGITS, bytes.getInt());
    expect("lowest value", Figures.LOWEST_NANOS, bytes.getLong());
    bytes.getLong(); // the highest value: each one is held against the hour
    expect("ratio", Double.doubleToLongBits(1), bytes.getLong());
  }

  private static void expect(String what, long wanted, long found) {
    if (wanted != found) {
      throw new IllegalArgumentException("its %s is %d, not %d".formatted(what, found, wanted));
    }
  }

  /** A negative number is a row of zeros. */
  private static void readCounts(ByteBuffer bytes, Sink sink) {
    long place = 0;
    while (bytes.hasRemaining()) {
      long count = readNumber(bytes);
      if (count > 0) {
        sink.record(nanosAt(place), count);
      }
      place += count < 0 ? zeros(count) : 1;
    }
  }

  private static long zeros(long negative) {
    if (negative < -MOST_COUNTS) {
      throw new IllegalArgumentException("it holds more than an hour");
    }
    return -negative;
  }

  /** The least value that is counted at a place. */
  private static long nanosAt(long place) {
    if (place >= MOST_COUNTS) {
      throw new IllegalArgumentException("it holds more than an hour");
    }
    long doubling = (place >> HALF_MAGNITUDE) - 1;
    return doubling < 0
        ? place << UNIT_MAGNITUDE
        : (place % HALF + HALF) << (doubling + UNIT_MAGNITUDE);
  }

  /** Seven bits a byte, the least first, and eight in a ninth; the sign is the last bit. */
  private static long readNumber(ByteBuffer bytes) {
    long bits = 0;
    for (int shift = 0; shift < MOST_SHIFT; shift += 7) {
      byte next = bytes.get();
      bits |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return signed(bits);
      }
    }
    return signed(bits | (bytes.get() & 0xffL) << MOST_SHIFT);
  }

  private static long signed(long bits) {
    return (bits >>> 1) ^ -(bits & 1);
  }
}
