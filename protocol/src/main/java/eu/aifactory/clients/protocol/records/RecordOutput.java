package eu.aifactory.clients.protocol.records;

import java.nio.charset.StandardCharsets;

/**
 * Bytes of records in memory that was taken beforehand: writing allocates nothing. What does not
 * fit is not written and is noted, so that the caller may take back the record that it belongs to.
 * Single-threaded.
 */
public final class RecordOutput {
  private static final int LONGEST_NUMBER = 10;

  private final byte[] bytes;
  private int length;
  private int records;
  private boolean overflown;

  /**
   * @param capacity in bytes
   */
  public RecordOutput(int capacity) {
    this.bytes = new byte[capacity];
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Bytes that were written. */
  public int length() {
    return length;
  }

  /** Records that were written whole. */
  public int records() {
    return records;
  }

  public void clear() {
    length = 0;
    records = 0;
    overflown = false;
  }

  /** Begins a record; what it returns goes into {@link #endRecord}. */
  public int beginRecord() {
    int start = length;
    overflown = false;
    // The length, for readers that know fewer members than the writer.
    fixed(0, Integer.BYTES);
    return start;
  }

  /**
   * Ends a record.
   *
   * @return {@code false} when it did not fit: nothing of it is left
   */
  public boolean endRecord(int start) {
    if (overflown) {
      length = start;
      return false;
    }
    int own = length - start - Integer.BYTES;
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[start + i] = (byte) (own >>> 24 - 8 * i);
    }
    records++;
    return true;
  }

  /** A whole number of 0 or more: seven bits a byte, the lowest first. */
  public void number(long value) {
    if (bytes.length - length < LONGEST_NUMBER) {
      overflown = true;
      return;
    }
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** A number of either sign, short when it is near 0. */
  public void signed(long value) {
    number(value << 1 ^ value >> 63);
  }

  /** Text of ASCII letters; any other letter becomes a question mark. */
  public void ascii(String text) {
    number(text.length());
    if (bytes.length - length < text.length()) {
      overflown = true;
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      bytes[length++] = (byte) (letter < 0x80 ? letter : '?');
    }
  }

  /** Any text; allocates. */
  public void text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    number(encoded.length);
    append(encoded, encoded.length);
  }

  /** All that another one holds; {@code false} when it does not fit: nothing was taken. */
  public boolean append(RecordOutput other) {
    if (bytes.length - length < other.length) {
      return false;
    }
    append(other.bytes, other.length);
    records += other.records;
    return true;
  }

  private void append(byte[] from, int count) {
    if (bytes.length - length < count) {
      overflown = true;
      return;
    }
    System.arraycopy(from, 0, bytes, length, count);
    length += count;
  }

  private void fixed(int value, int count) {
    if (bytes.length - length < count) {
      overflown = true;
      return;
    }
    for (int i = 0; i < count; i++) {
      bytes[length++] = (byte) (value >>> 8 * (count - 1 - i));
    }
  }
}
