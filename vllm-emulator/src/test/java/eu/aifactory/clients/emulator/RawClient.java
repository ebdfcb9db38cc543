package eu.aifactory.clients.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client on a bare socket, that sees resets, half answers and single reads. */
final class RawClient implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final List<byte[]> reads = new ArrayList<>();
  private boolean reset;
  private boolean ended;

  RawClient(VllmEmulator emulator) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port());
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RawReply get(VllmEmulator emulator, String path) {
    return call(emulator, "GET", path, "");
  }

  static RawReply post(VllmEmulator emulator, String path, String body) {
    return call(emulator, "POST", path, body);
  }

  static RawReply call(VllmEmulator emulator, String method, String path, String body) {
    try (RawClient client = new RawClient(emulator)) {
      return client.exchange(request(method, path, body));
    }
  }

  static byte[] request(String method, String path, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(
                method,
                path,
                headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n",
                bytes.length);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    whole.writeBytes(bytes);
    return whole.toByteArray();
  }

  RawReply exchange(byte[] request) {
    send(request);
    return readReply();
  }

  void send(byte[] request) {
    try {
      socket.getOutputStream().write(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads until the reply is complete or the connection is gone. */
  RawReply readReply() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    reads.clear();
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = socket.getInputStream();
      RawReply reply = RawReply.parse(all.toByteArray());
      while (!reply.complete()) {
        int count = in.read(buffer);
        if (count < 0) {
          ended = true;
          break;
        }
        all.write(buffer, 0, count);
        reads.add(java.util.Arrays.copyOf(buffer, count));
        reply = RawReply.parse(all.toByteArray());
      }
    } catch (SocketException e) {
      reset = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return RawReply.parse(all.toByteArray());
  }

  /** Reads until the server closes. */
  String readUntilClosed() {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads until so many bytes have come; for answers that are not waited for to the end. */
  void readAtLeast(int bytes) {
    try {
      socket.getInputStream().readNBytes(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the server to close and says how long that took. */
  long nanosUntilClosed() {
    long start = System.nanoTime();
    try {
      if (socket.getInputStream().read() >= 0) {
        throw new AssertionError("bytes came instead of the end");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return System.nanoTime() - start;
  }

  List<byte[]> reads() {
    return List.copyOf(reads);
  }

  boolean wasReset() {
    return reset;
  }

  boolean wasEnded() {
    return ended;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
