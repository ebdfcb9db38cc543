package eu.aifactory.clients.load.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * What the connections of one event loop share to read with: the memory that the kernel writes to,
 * and the array that it is looked at in. Both are a read's only until it has been told about, which
 * is done before the loop reads again. One for each thread, given back when the thread ends.
 */
final class ReadBuffer {
  private static final int LARGEST_READ_BYTES = 64 * 1024;
  private static final int USUAL_READ_BYTES = 2 * 1024;

  private static final FastThreadLocal<ReadBuffer> OF_THREADS =
      new FastThreadLocal<>() {
        @Override
        protected ReadBuffer initialValue() {
          return new ReadBuffer();
        }

        @Override
        protected void onRemoval(ReadBuffer buffer) {
          buffer.memory.release();
        }
      };

  private final byte[] bytes = new byte[LARGEST_READ_BYTES];
  private final ByteBuf memory =
      new UnpooledByteBufAllocator(true, true).directBuffer(LARGEST_READ_BYTES, LARGEST_READ_BYTES);
  private final RecvByteBufAllocator lending = new Lending();
  private final RecvByteBufAllocator giving =
      new AdaptiveRecvByteBufAllocator(USUAL_READ_BYTES, USUAL_READ_BYTES, LARGEST_READ_BYTES);

  private ReadBuffer() {}

  /** The calling thread's, which is an event loop's. */
  static ReadBuffer ofThisThread() {
    return OF_THREADS.get();
  }

  byte[] bytes() {
    return bytes;
  }

  /** For connections whose reads are done with once they have been told about. */
  RecvByteBufAllocator lending() {
    return lending;
  }

  /** For connections that keep a read for longer, as TLS does until a record is whole. */
  RecvByteBufAllocator giving() {
    return giving;
  }

  /**
   * The same memory for each read: with one packet a token, taking memory from a pool for each and
   * giving it back, watched for leaks, costs more than what is then done with the token.
   */
  private final class Lending extends DefaultMaxMessagesRecvByteBufAllocator {
    @Override
    @SuppressWarnings("deprecation")
    public Handle newHandle() {
      return new MaxMessageHandle() {
        @Override
        public int guess() {
          return LARGEST_READ_BYTES;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator unused) {
          return memory.clear().retain();
        }
      };
    }
  }
}
