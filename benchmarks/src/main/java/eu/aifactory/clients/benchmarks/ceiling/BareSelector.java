package eu.aifactory.clients.benchmarks.ceiling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What the engine is held against: one thread and a selector, which counts event ends and sends the
 * next request when the answer's length has come. No HTTP, no JSON, no figures, no limits.
 */
final class BareSelector implements Contestant {
  private static final long WAIT_MILLIS = 20;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private final byte[] bytes = new byte[64 * 1024];
  private volatile boolean running;
  private CompletableFuture<Count> counted;
  private long answers;

  public static void main(String[] args) throws IOException {
    Contestant.serve(new BareSelector());
  }

  @Override
  public void go(Load load, int port, int clients) {
    running = true;
    counted = new CompletableFuture<>();
    Thread thread = new Thread(() -> run(load, port, clients), "selector");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public Count stop() throws InterruptedException, ExecutionException {
    running = false;
    return counted.get();
  }

  private void run(Load load, int port, int clients) {
    try (Selector selector = Selector.open()) {
      answers = 0;
      int answerBytes = load.answer().stream().mapToInt(ByteBuffer::remaining).sum();
      ByteBuffer request = ByteBuffer.wrap(Requests.bytes(load, port));
      for (int i = 0; i < clients; i++) {
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Stream(answerBytes));
        channel.write(request.duplicate());
      }
      while (running) {
        selector.select(key -> read(key, answerBytes, request), WAIT_MILLIS);
      }
      long events = 0;
      for (SelectionKey key : selector.keys()) {
        events += ((Stream) key.attachment()).ends.events();
        key.channel().close();
      }
      counted.complete(new Count(answers, events - EventEnds.OTHERS * answers, 0));
    } catch (IOException | UncheckedIOException e) {
      counted.completeExceptionally(e);
    }
  }

  private void read(SelectionKey key, int answerBytes, ByteBuffer request) {
    SocketChannel channel = (SocketChannel) key.channel();
    Stream stream = (Stream) key.attachment();
    try {
      buffer.clear();
      int length = channel.read(buffer);
      if (length < 0) {
        throw new IOException("the null server hung up");
      }
      buffer.flip();
      buffer.get(bytes, 0, length);
      stream.ends.over(bytes, 0, length);
      stream.left -= length;
      if (stream.left == 0) {
        stream.left = answerBytes;
        answers++;
        channel.write(request.duplicate());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Stream {
    private final EventEnds ends = new EventEnds();
    private int left;

    Stream(int answerBytes) {
      left = answerBytes;
    }
  }
}
