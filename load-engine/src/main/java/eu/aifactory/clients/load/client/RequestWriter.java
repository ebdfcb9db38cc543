package eu.aifactory.clients.load.client;

import io.netty.buffer.ByteBuf;

/** Writes requests; what does not change between them is encoded beforehand. Thread-safe. */
public interface RequestWriter {

  /**
   * Appends head and body of one HTTP/1.1 request.
   *
   * @param index of the request in the run, from which its {@code X-Request-Id} and all its random
   *     choices derive
   */
  void write(long index, ByteBuf to);
}
