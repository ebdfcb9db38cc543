package eu.aifactory.clients.slurm;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * An HTTP/1.1 server on the loopback that lets its handler misbehave: send any bytes, break off, or
 * reset the connection. As slurmrestd it closes after every error and wants a Content-Length.
 */
final class LoopbackHttp implements AutoCloseable {
  private static final int CONNECTIONS_MOST = 512;
  private static final int IDLE_MOST_MILLIS = 120_000;
  private static final int BODY_BYTES_MOST = 4 * 1024 * 1024;
  private static final int HEAD_BYTES_MOST = 64 * 1024;

  /** Answers a request, or does not. */
  interface Handler {
    void handle(Request request, Exchange exchange) throws IOException, InterruptedException;
  }

  /**
   * @param headers by their names in lower case
   */
  record Request(String method, String path, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  private final ServerSocket listening;
  private final Handler handler;
  private final Semaphore connections = new Semaphore(CONNECTIONS_MOST);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private LoopbackHttp(Handler handler, int port) throws IOException {
    this.handler = handler;
    this.listening = new ServerSocket(port, CONNECTIONS_MOST, InetAddress.getLoopbackAddress());
  }

  static LoopbackHttp start(Handler handler) {
    return start(handler, 0);
  }

  static LoopbackHttp start(Handler handler, int port) {
    try {
      LoopbackHttp server = new LoopbackHttp(handler, port);
      Thread.ofVirtual().name("loopback-http-accept").start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        if (connections.tryAcquire()) {
          open.add(socket);
          Thread.ofVirtual().name("loopback-http").start(() -> serve(socket));
        } else {
          socket.close();
        }
      } catch (IOException e) {
        // Closed, or one connection failed before it began.
        continue;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(IDLE_MOST_MILLIS);
      Exchange exchange = new Exchange(socket);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (!exchange.isClosed()) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        handler.handle(request(head, in), exchange);
      }
    } catch (IOException e) {
      // The other side went away, which is its right.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
      connections.release();
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      last = (last << 8) | next;
      if (last == 0x0d0a0d0a) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
      if (head.size() > HEAD_BYTES_MOST) {
        throw new IOException("a head that does not end");
      }
    }
    return "";
  }

  private static Request request(String head, InputStream in) throws IOException {
    String[] lines = head.split("\r\n");
    String[] first = lines[0].split(" ");
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    if (length > BODY_BYTES_MOST) {
      throw new IOException("a body of %d bytes".formatted(length));
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Request(first[0], first[1], headers, body);
  }

  /** The answering side of a connection. */
  static final class Exchange {
    private final Socket socket;

    private Exchange(Socket socket) {
      this.socket = socket;
    }

    void send(int status, String contentType, String body) throws IOException {
      boolean isError = status >= 300;
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      raw(joined(head(status, contentType, bytes.length, isError), bytes, bytes.length));
      if (isError) {
        drop();
      }
    }

    /** The head for the whole body, and the first part of it; then breaks off. */
    void sendTruncated(int status, String contentType, String body, int bytes) throws IOException {
      byte[] whole = body.getBytes(StandardCharsets.UTF_8);
      raw(joined(head(status, contentType, whole.length, true), whole, bytes));
      drop();
    }

    // In one write: two would wait for each other's acknowledgement.
    private static byte[] joined(String head, byte[] body, int bytes) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
      whole.write(body, 0, Math.min(bytes, body.length));
      return whole.toByteArray();
    }

    private static String head(int status, String contentType, int length, boolean isClosing) {
      String type = contentType.isEmpty() ? "" : "Content-Type: %s\r\n".formatted(contentType);
      String closing = isClosing ? "Connection: Close\r\n" : "";
      return "HTTP/1.1 %d ANSWER\r\n%sContent-Length: %d\r\n%s\r\n"
          .formatted(status, closing, length, type);
    }

    void raw(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    void drop() throws IOException {
      socket.close();
    }

    /** Drops the connection in a way that the other side sees as an error. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    boolean isClosed() {
      return socket.isClosed();
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
