package eu.aifactory.clients.benchmarks.ceiling;

import eu.aifactory.clients.benchmarks.CommandLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Answers as fast as one thread can, and counts what it sent: the same yardstick for every
 * contestant. One port for each kind of answer. Streams of one packet a token take turns, a packet
 * each, so that packets of one stream do not run together while the client keeps up. Where they are
 * paced, a turn of all streams waits for its time, as a server's steps do.
 *
 * <p>Orders: {@code ports} tells the ports by {@link Load}; {@code count} tells the nanosecond
 * clock, answers ended and token events written.
 */
final class NullServer {
  private static final int BACKLOG = 2048;
  private static final long WAIT_MILLIS = 50;

  private final Selector selector;
  private final ArrayDeque<Stream> streams = new ArrayDeque<>();
  private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);
  private final RequestEnd requestEnd = new RequestEnd();
  private long nextTurnNanos = System.nanoTime();
  private volatile long answers;
  private volatile long events;

  private NullServer() throws IOException {
    selector = Selector.open();
  }

  public static void main(String[] args) throws IOException {
    NullServer server = new NullServer();
    StringBuilder ports = new StringBuilder();
    for (Load load : Load.values()) {
      ports.append(server.listen(load)).append(' ');
    }
    Thread thread = new Thread(server::serve, "null-server");
    thread.setDaemon(true);
    thread.start();
    CommandLoop.run(
        (verb, words) ->
            switch (verb) {
              case "ports" -> ports.toString().strip();
              case "count" -> System.nanoTime() + " " + server.answers + " " + server.events;
              default -> throw new IllegalArgumentException(verb);
            });
  }

  private int listen(Load load) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    listener.configureBlocking(false);
    listener.register(
        selector, SelectionKey.OP_ACCEPT, new Port(load == Load.PACED, load.answer()));
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  private void serve() {
    try {
      while (true) {
        if (streams.isEmpty()) {
          selector.select(this::ready, WAIT_MILLIS);
        } else {
          selector.selectNow(this::ready);
        }
        turn();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ready(SelectionKey key) {
    if (key.isAcceptable()) {
      accept(key);
    } else {
      read((Stream) key.attachment(), key);
    }
  }

  private void accept(SelectionKey key) {
    try {
      SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.register(
          selector, SelectionKey.OP_READ, new Stream(channel, (Port) key.attachment()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Stream stream, SelectionKey key) {
    try {
      input.clear();
      if (stream.channel.read(input) < 0) {
        drop(stream, key);
        return;
      }
      stream.unread = requestEnd.missing(input.flip(), stream.unread);
      if (stream.unread == 0) {
        stream.next = 0;
        streams.add(stream);
      }
    } catch (IOException e) {
      drop(stream, key);
    }
  }

  private void drop(Stream stream, SelectionKey key) {
    stream.gone = true;
    key.cancel();
    try {
      stream.channel.close();
    } catch (IOException e) {
      // it is closed all the same
    }
  }

  /** A write for each stream that has something left. */
  private void turn() {
    if (!streams.isEmpty() && streams.peek().paced && !due()) {
      return;
    }
    for (int i = streams.size(); i > 0; i--) {
      Stream stream = streams.poll();
      if (!stream.gone && write(stream)) {
        streams.add(stream);
      }
    }
  }

  /** Turns that are late are not caught up on: a client would get several packets in one. */
  private boolean due() {
    long now = System.nanoTime();
    if (now - nextTurnNanos < 0) {
      return false;
    }
    long step = streams.size() * 1_000_000_000L / Load.PACE;
    nextTurnNanos = Math.max(nextTurnNanos + step, now + step / 2);
    return true;
  }

  /** Returns whether the stream has more to write. */
  private boolean write(Stream stream) {
    ByteBuffer packet = stream.answer.get(stream.next);
    int size = packet.limit();
    packet.position(stream.written);
    try {
      stream.channel.write(packet);
    } catch (IOException e) {
      // The client has gone; the selector hears of it too.
      return false;
    } finally {
      stream.written = packet.position();
      packet.position(0);
    }
    if (stream.written < size) {
      return true;
    }
    stream.written = 0;
    stream.next++;
    boolean more = stream.next < stream.answer.size();
    count(stream, more);
    return more;
  }

  // One thread writes the counters: no update is lost.
  @SuppressWarnings("NonAtomicOperationOnVolatileField")
  private void count(Stream stream, boolean more) {
    if (stream.answer.size() > 1) {
      events += stream.next > 1 && more ? 1 : 0;
    } else {
      events += Answers.TOKENS;
    }
    answers += more ? 0 : 1;
  }

  /** What is answered there. */
  private record Port(boolean paced, List<ByteBuffer> answer) {}

  /** One connection and how far its answer is. */
  private static final class Stream {
    private final SocketChannel channel;
    private final List<ByteBuffer> answer;
    private final boolean paced;
    private int next;
    private int written;
    private int unread = RequestEnd.NOTHING_YET;
    private boolean gone;

    Stream(SocketChannel channel, Port port) {
      this.channel = channel;
      this.answer = port.answer();
      this.paced = port.paced();
    }
  }
}
