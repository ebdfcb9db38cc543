package eu.aifactory.clients.load.client;

import io.netty.buffer.ByteBuf;

/** Writes numbers of 0 or more in decimal, without allocating. */
final class Digits {
  private Digits() {}

  /** Appends the number. */
  static void write(long value, ByteBuf to) {
    int digits = count(value);
    to.writeZero(digits);
    set(value, to.writerIndex(), to);
  }

  /**
   * Overwrites what stands before a place.
   *
   * @param end index behind the last digit
   */
  static void set(long value, int end, ByteBuf to) {
    long rest = value;
    int at = end;
    do {
      to.setByte(--at, (int) ('0' + rest % 10));
      rest /= 10;
    } while (rest > 0);
  }

  private static int count(long value) {
    int digits = 1;
    for (long rest = value; rest > 9; rest /= 10) {
      digits++;
    }
    return digits;
  }
}
