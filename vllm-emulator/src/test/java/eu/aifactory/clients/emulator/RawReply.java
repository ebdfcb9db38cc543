package eu.aifactory.clients.emulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of an HTTP response taken apart without any library, so that framing can be tested.
 *
 * @param chunks the HTTP chunks of a chunked body, in order
 * @param complete whether the body ended as its framing promised
 */
record RawReply(
    int status, List<String> headers, byte[] body, List<byte[]> chunks, boolean complete) {

  static RawReply parse(byte[] bytes) {
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = latin.indexOf("\r\n\r\n");
    if (end < 0) {
      return new RawReply(0, List.of(), new byte[0], List.of(), false);
    }
    List<String> lines = List.of(latin.substring(0, end).split("\r\n"));
    int status = Integer.parseInt(lines.get(0).split(" ")[1]);
    List<String> headers = lines.subList(1, lines.size());
    byte[] rest = Arrays.copyOfRange(bytes, end + 4, bytes.length);
    if (headers.contains("transfer-encoding: chunked")) {
      return dechunk(status, headers, rest);
    }
    int length =
        headers.stream()
            .filter(header -> header.startsWith("content-length: "))
            .mapToInt(header -> Integer.parseInt(header.substring(16)))
            .findFirst()
            .orElse(0);
    byte[] body = Arrays.copyOf(rest, Math.min(length, rest.length));
    return new RawReply(status, headers, body, List.of(), rest.length >= length);
  }

  private static RawReply dechunk(int status, List<String> headers, byte[] bytes) {
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<byte[]> chunks = new ArrayList<>();
    int at = 0;
    while (true) {
      int line = latin.indexOf("\r\n", at);
      int size = line < 0 ? -1 : Integer.parseInt(latin.substring(at, line), 16);
      if (size < 0 || line + 2 + size + 2 > bytes.length) {
        return new RawReply(status, headers, body.toByteArray(), chunks, false);
      }
      if (size == 0) {
        return new RawReply(status, headers, body.toByteArray(), chunks, true);
      }
      chunks.add(Arrays.copyOfRange(bytes, line + 2, line + 2 + size));
      body.write(bytes, line + 2, size);
      at = line + 2 + size + 2;
    }
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The data of each event, whatever the line ends, without comments. */
  List<String> events() {
    return Arrays.stream(text().split("\r?\n"))
        .filter(line -> line.startsWith("data:"))
        .map(line -> line.substring(5).strip())
        .toList();
  }

  /** Header lines without their values. */
  List<String> headerNames() {
    return headers.stream().map(header -> header.substring(0, header.indexOf(':'))).toList();
  }
}
