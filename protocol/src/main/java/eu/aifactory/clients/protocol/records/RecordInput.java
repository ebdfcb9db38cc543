package eu.aifactory.clients.protocol.records;

import java.nio.charset.StandardCharsets;

/** Reads what {@link RecordOutput} wrote. Single-threaded. */
final class RecordInput {
  private final byte[] bytes;
  private int position;
  private int end;

  RecordInput(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  boolean hasMore() {
    return position < end;
  }

  /**
   * The next record alone: reading beyond its end fails, and {@link #leave} passes over what was
   * not read.
   */
  void enter() {
    if (end - position < Integer.BYTES) {
      throw new BrokenRecordsException("a record begins within the last bytes of its block");
    }
    int length = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      length = length << 8 | bytes[position++] & 0xFF;
    }
    if (length < 0 || length > bytes.length - position) {
      throw new BrokenRecordsException(
          "a record of %d bytes is longer than its block".formatted(length));
    }
    end = position + length;
  }

  void leave() {
    position = end;
    end = bytes.length;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = next();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new BrokenRecordsException("a number has more than ten bytes");
  }

  int smallNumber() {
    long value = number();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new BrokenRecordsException("a number is too large: " + value);
    }
    return (int) value;
  }

  long signed() {
    long value = number();
    return value >>> 1 ^ -(value & 1);
  }

  String text() {
    int length = smallNumber();
    if (length > end - position) {
      throw new BrokenRecordsException(
          "a text of %d bytes is longer than its record".formatted(length));
    }
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  private byte next() {
    if (position == end) {
      throw new BrokenRecordsException("a record ends within a number");
    }
    return bytes[position++];
  }
}
