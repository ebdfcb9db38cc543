package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.random.RequestRandom;
import io.netty.buffer.ByteBuf;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes POSTs of JSON whose bodies, one for each prompt, are encoded once. */
final class EncodedRequests implements RequestWriter {
  private static final byte[] LINE_END = ascii("\r\n");
  private static final byte[] SEED = ascii(",\"seed\":");

  private final byte[] head;
  private final byte[][] bodies;
  private final long seed;
  private final boolean sampled;

  /**
   * @param headers lines without their ends, of what every request says
   * @param seed of the run
   * @param sampled whether each request asks for its own sampling seed
   */
  EncodedRequests(
      URI address,
      List<String> headers,
      String requestIdPrefix,
      List<JsonObject> bodies,
      long seed,
      boolean sampled) {
    this.head = head(address, headers, requestIdPrefix);
    this.bodies =
        bodies.stream()
            .map(body -> body.toString().getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    this.seed = seed;
    this.sampled = sampled;
  }

  private static byte[] head(URI address, List<String> headers, String requestIdPrefix) {
    StringBuilder text = new StringBuilder();
    text.append("POST ").append(address.getRawPath()).append(" HTTP/1.1\r\nHost: ");
    text.append(address.getHost());
    if (address.getPort() >= 0) {
      text.append(':').append(address.getPort());
    }
    headers.forEach(line -> text.append("\r\n").append(line));
    text.append("\r\nContent-Type: application/json\r\nX-Request-Id: ").append(requestIdPrefix);
    return ascii(text.toString());
  }

  @Override
  public void write(long index, int turn, ByteBuf to) {
    byte[] body = bodies[RequestRandom.below(bodies.length, seed, index, RequestRandom.PROMPT)];
    // 31 bits: a seed that every server's integer can hold.
    long sampling = RequestRandom.bits(seed, index, RequestRandom.SAMPLING) >>> 33;
    int length = body.length + (sampled ? SEED.length + digits(sampling) : 0);
    to.writeBytes(head);
    writeNumber(index, to);
    to.writeBytes(CONTENT_LENGTH);
    writeNumber(length, to);
    to.writeBytes(LINE_END);
    to.writeBytes(LINE_END);
    if (sampled) {
      to.writeBytes(body, 0, body.length - 1);
      to.writeBytes(SEED);
      writeNumber(sampling, to);
      to.writeByte('}');
    } else {
      to.writeBytes(body);
    }
  }

  private static final byte[] CONTENT_LENGTH = ascii("\r\nContent-Length: ");

  private static int digits(long value) {
    int digits = 1;
    for (long rest = value; rest > 9; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private static void writeNumber(long value, ByteBuf to) {
    int digits = digits(value);
    int start = to.writerIndex();
    to.writeZero(digits);
    long rest = value;
    for (int i = digits - 1; i >= 0; i--) {
      to.setByte(start + i, (int) ('0' + rest % 10));
      rest /= 10;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
