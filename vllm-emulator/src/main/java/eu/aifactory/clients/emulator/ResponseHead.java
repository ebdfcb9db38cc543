package eu.aifactory.clients.emulator;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/** Status lines and headers, in the order in which uvicorn and vLLM send them. */
final class ResponseHead {
  private static final String SERVER = "\r\nserver: vllm-emulator\r\n";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
  private static final long MILLIS_PER_SECOND = 1000;

  private record DateLine(long second, String text) {}

  private final boolean requestIds;
  private volatile DateLine date = new DateLine(0, "");

  ResponseHead(boolean requestIds) {
    this.requestIds = requestIds;
  }

  void write(Connection connection, HttpReply reply, String requestId, int bodyBytes) {
    StringBuilder head = new StringBuilder("HTTP/1.1 ");
    head.append(reply.status()).append(' ').append(reply.reason());
    head.append("\r\ndate: ").append(date()).append(SERVER);
    head.append(reply.extraHeaders());
    head.append("content-length: ").append(bodyBytes).append("\r\n");
    if (!reply.contentType().isEmpty()) {
      head.append("content-type: ").append(reply.contentType()).append("\r\n");
    }
    head.append("vary: Origin\r\n").append(requestId(requestId)).append("\r\n");
    put(connection, head.toString());
  }

  void writeStream(Connection connection, String contentType, String requestId) {
    put(
        connection,
        "HTTP/1.1 200 OK\r\ndate: "
            + date()
            + SERVER
            + "content-type: "
            + contentType
            + "\r\nvary: Origin\r\n"
            + requestId(requestId)
            + "transfer-encoding: chunked\r\n\r\n");
  }

  private static void put(Connection connection, String head) {
    byte[] bytes = Bytes.of(head);
    ByteBuf buffer = connection.buffer(bytes.length);
    connection.write(buffer.writeBytes(bytes));
  }

  private String requestId(String given) {
    if (!requestIds) {
      return "";
    }
    String id = given.isEmpty() ? UUID.randomUUID().toString().replace("-", "") : given;
    return "x-request-id: " + id + "\r\n";
  }

  private String date() {
    long second = System.currentTimeMillis() / MILLIS_PER_SECOND;
    DateLine now = date;
    if (now.second() != second) {
      now =
          new DateLine(
              second, HTTP_DATE.format(Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC)));
      date = now;
    }
    return now.text();
  }
}
