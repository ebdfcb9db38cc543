package eu.aifactory.clients.load.byhand;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * What the engine is held against: one thread with a selector that does nothing but count line
 * feeds in pairs and look for the end of the last chunk: {@code HOST PORT [clients [tokens]]}.
 */
final class BareSelector {
  private static final PrintStream OUT = System.out;
  private static final long WARM_UP_NANOS = 5_000_000_000L;
  private static final long ROUND_NANOS = 5_000_000_000L;
  private static final byte[] END = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private final byte[] bytes = new byte[64 * 1024];
  private final byte[] request;
  private long events;
  private long answers;

  private BareSelector(String host, int port, int tokens) {
    String body =
        ("{\"model\":\"emulated-model\",\"messages\":[{\"role\":\"user\",\"content\":\"Name three"
                + " rivers.\"}],\"max_tokens\":%d,\"temperature\":0.0,\"ignore_eos\":true,"
                + "\"stream\":true,\"stream_options\":{\"include_usage\":true,"
                + "\"continuous_usage_stats\":true}}")
            .formatted(tokens);
    request =
        ("POST /v1/chat/completions HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\n"
                + "Content-Length: %d\r\n\r\n%s")
            .formatted(host, port, body.length(), body)
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** What of the end mark was seen, and whether the byte before was a line feed. */
  private static final class Progress {
    int matched;
    boolean lineFeed;
  }

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[1]);
    int clients = args.length > 2 ? Integer.parseInt(args[2]) : 64;
    int tokens = args.length > 3 ? Integer.parseInt(args[3]) : 100;
    new BareSelector(args[0], port, tokens).run(new InetSocketAddress(args[0], port), clients);
  }

  private void run(InetSocketAddress server, int clients) throws IOException {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < clients; i++) {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Progress());
        channel.write(ByteBuffer.wrap(request));
      }
      readFor(selector, WARM_UP_NANOS);
      for (int round = 0; round < 3; round++) {
        events = 0;
        answers = 0;
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long start = System.nanoTime();
        readFor(selector, ROUND_NANOS);
        double seconds = (System.nanoTime() - start) / 1e9;
        cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        OUT.printf(
            "requests/s %.0f  events/s %.0f  loop cpu %.2f  ns cpu/event %.0f%n",
            answers / seconds, events / seconds, cpu / 1e9 / seconds, cpu / (double) events);
      }
    }
  }

  private void readFor(Selector selector, long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      selector.select(this::read, 100);
    }
  }

  private void read(SelectionKey key) {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      buffer.clear();
      int length = channel.read(buffer);
      if (length < 0) {
        throw new IOException("the server hung up");
      }
      buffer.flip();
      buffer.get(bytes, 0, length);
      if (ended((Progress) key.attachment(), length)) {
        answers++;
        channel.write(ByteBuffer.wrap(request));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean ended(Progress progress, int length) {
    boolean ended = false;
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      if (b == '\n') {
        if (progress.lineFeed) {
          events++;
        }
        progress.lineFeed = !progress.lineFeed;
      } else {
        progress.lineFeed = false;
      }
      progress.matched = b == END[progress.matched] ? progress.matched + 1 : b == '\r' ? 1 : 0;
      if (progress.matched == END.length) {
        progress.matched = 0;
        ended = true;
      }
    }
    return ended;
  }
}
