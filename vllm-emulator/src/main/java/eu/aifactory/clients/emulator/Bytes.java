package eu.aifactory.clients.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Growing bytes that are filled and emptied over and over without garbage. */
final class Bytes {
  private static final int INITIAL_CAPACITY = 4096;
  private static final int MAX_DIGITS = 20;

  private byte[] array = new byte[INITIAL_CAPACITY];
  private int length;

  static byte[] of(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  Bytes clear() {
    length = 0;
    return this;
  }

  byte[] array() {
    return array;
  }

  int length() {
    return length;
  }

  Bytes put(byte[] bytes) {
    return put(bytes, 0, bytes.length);
  }

  Bytes put(byte[] bytes, int from, int count) {
    reserve(count);
    System.arraycopy(bytes, from, array, length, count);
    length += count;
    return this;
  }

  Bytes put(String text) {
    return put(of(text));
  }

  /** Appends a number that is not negative, in decimal. */
  Bytes put(long number) {
    reserve(MAX_DIGITS);
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int at = length + digits - 1; at >= length; at--) {
      array[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  private void reserve(int count) {
    if (length + count > array.length) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, length + count));
    }
  }
}
