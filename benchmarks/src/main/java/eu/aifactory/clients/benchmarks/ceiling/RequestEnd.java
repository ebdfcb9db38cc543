package eu.aifactory.clients.benchmarks.ceiling;

import java.nio.ByteBuffer;

/**
 * Finds where a request ends, for clients that write the head of a request in one piece and wait
 * for the answer. Enough for the contestants, none for the world.
 */
final class RequestEnd {
  /** No byte of the request has come. */
  static final int NOTHING_YET = 0;

  private static final byte[] LENGTH =
      "content-length:".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final byte[] bytes = new byte[64 * 1024];

  /**
   * @param unread bytes of the request that had been missing before, {@link #NOTHING_YET} at its
   *     beginning
   * @return bytes that are still missing; 0 when the request is complete
   */
  int missing(ByteBuffer read, int unread) {
    int length = read.remaining();
    if (unread > 0) {
      return unread - length;
    }
    read.get(bytes, 0, length);
    int headEnd = headEnd(length);
    return headEnd + contentLength(headEnd) - length;
  }

  private int headEnd(int length) {
    for (int i = 3; i < length; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    throw new IllegalStateException("the head of a request came in two pieces");
  }

  private int contentLength(int headEnd) {
    for (int i = 0; i < headEnd; i++) {
      if (bytes[i] == '\n' && isLength(i + 1)) {
        return number(i + 1 + LENGTH.length);
      }
    }
    return 0;
  }

  private boolean isLength(int from) {
    for (int i = 0; i < LENGTH.length; i++) {
      byte b = bytes[from + i];
      if ((b | (b >= 'A' && b <= 'Z' ? 0x20 : 0)) != LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  private int number(int from) {
    int value = 0;
    for (int i = from; bytes[i] != '\r'; i++) {
      if (bytes[i] != ' ') {
        value = value * 10 + bytes[i] - '0';
      }
    }
    return value;
  }
}
