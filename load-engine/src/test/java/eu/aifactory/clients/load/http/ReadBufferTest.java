package eu.aifactory.clients.load.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadBufferTest {
  private final EventLoop loop = new DefaultEventLoop();

  @AfterEach
  void end() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static ByteBuf read(RecvByteBufAllocator allocator) {
    return allocator.newHandle().allocate(PooledByteBufAllocator.DEFAULT);
  }

  @Test
  void allReadsOfAThreadAreLentTheSameMemory() throws Exception {
    loop.submit(
            () -> {
              ByteBuf first = read(ReadBuffer.ofThisThread().lending());
              first.writeByte('a');
              first.release();
              ByteBuf second = read(ReadBuffer.ofThisThread().lending());
              assertThat(second).isSameAs(first);
              assertThat(second.isReadable()).isFalse();
              second.release();
              assertThat(second.refCnt()).isEqualTo(1);
            })
        .get();
  }

  @Test
  void aReadThatIsKeptHasMemoryOfItsOwn() throws Exception {
    loop.submit(
            () -> {
              ByteBuf kept = read(ReadBuffer.ofThisThread().giving());
              ByteBuf other = read(ReadBuffer.ofThisThread().giving());
              assertThat(other.memoryAddress()).isNotEqualTo(kept.memoryAddress());
              kept.release();
              other.release();
            })
        .get();
  }

  @Test
  void theMemoryIsFreedWhenTheThreadEnds() throws Exception {
    ByteBuf memory =
        loop.submit(
                () -> {
                  ByteBuf lent = read(ReadBuffer.ofThisThread().lending());
                  lent.release();
                  return lent;
                })
            .get();
    assertThat(memory.refCnt()).isEqualTo(1);
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    assertThat(memory.refCnt()).isZero();
  }
}
