package eu.aifactory.clients.load.http;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/** What the connections of one event loop share to read with. */
public final class ReadBuffer {
  private static final int LARGEST_READ_BYTES = 64 * 1024;
  private static final int USUAL_READ_BYTES = 2 * 1024;

  private final byte[] bytes = new byte[LARGEST_READ_BYTES];
  private final RecvByteBufAllocator allocator =
      new AdaptiveRecvByteBufAllocator(USUAL_READ_BYTES, USUAL_READ_BYTES, LARGEST_READ_BYTES);

  byte[] bytes() {
    return bytes;
  }

  RecvByteBufAllocator allocator() {
    return allocator;
  }
}
