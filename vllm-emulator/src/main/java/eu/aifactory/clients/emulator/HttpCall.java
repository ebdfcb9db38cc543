package eu.aifactory.clients.emulator;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * One HTTP request, read to its end.
 *
 * @param path without the query
 * @param receivedNanos when its last byte had been read
 */
record HttpCall(
    String method,
    String path,
    HttpHeaders headers,
    byte[] body,
    boolean keepAlive,
    long receivedNanos) {

  String header(String name) {
    String value = headers.get(name);
    return value == null ? "" : value;
  }
}
