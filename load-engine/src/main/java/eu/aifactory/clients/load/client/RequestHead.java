package eu.aifactory.clients.load.client;

import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The head of POSTs of JSON, whose length is put in when the body has been written. Immutable. */
final class RequestHead {
  /** Digits of any length that a buffer can have; blanks may stand before a header's value. */
  private static final int LENGTH_DIGITS = 10;

  private static final byte[] LENGTH_AND_END =
      ascii("\r\nContent-Length: " + " ".repeat(LENGTH_DIGITS) + "\r\n\r\n");
  private static final int END_BYTES = 4;

  private final byte[] lines;

  /**
   * @param headers lines without their ends, of what every request says
   * @param requestIdPrefix begins the {@code X-Request-Id}
   */
  RequestHead(URI address, List<String> headers, String requestIdPrefix) {
    StringBuilder text = new StringBuilder();
    text.append("POST ").append(address.getRawPath()).append(" HTTP/1.1\r\nHost: ");
    text.append(address.getHost());
    if (address.getPort() >= 0) {
      text.append(':').append(address.getPort());
    }
    headers.forEach(line -> text.append("\r\n").append(line));
    text.append("\r\nContent-Type: application/json\r\nX-Request-Id: ").append(requestIdPrefix);
    this.lines = ascii(text.toString());
  }

  /** Appends the head; the body follows at once. */
  void write(long index, int turn, ByteBuf to) {
    to.writeBytes(lines);
    Digits.write(index, to);
    if (turn > 0) {
      to.writeByte('.');
      Digits.write(turn, to);
    }
    to.writeBytes(LENGTH_AND_END);
  }

  /** Puts the body's length in, once the body is complete. */
  static void complete(int bodyStart, ByteBuf to) {
    int length = to.writerIndex() - bodyStart;
    Digits.set(length, bodyStart - END_BYTES, to);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
