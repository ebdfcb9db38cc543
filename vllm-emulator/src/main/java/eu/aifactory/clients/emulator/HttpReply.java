package eu.aifactory.clients.emulator;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * A whole answer.
 *
 * @param extraHeaders lines that end in CR LF, or nothing
 */
record HttpReply(int status, String contentType, String extraHeaders, byte[] body) {
  private static final String JSON = "application/json";

  static HttpReply json(String body) {
    return json(200, body);
  }

  static HttpReply json(int status, String body) {
    return new HttpReply(status, JSON, "", Bytes.of(body));
  }

  static HttpReply empty(int status) {
    return new HttpReply(status, "", "", new byte[0]);
  }

  static HttpReply text(String contentType, String body) {
    return new HttpReply(200, contentType, "", Bytes.of(body));
  }

  HttpReply withHeader(String name, String value) {
    return new HttpReply(status, contentType, extraHeaders + name + ": " + value + "\r\n", body);
  }

  String reason() {
    return HttpResponseStatus.valueOf(status).reasonPhrase();
  }
}
