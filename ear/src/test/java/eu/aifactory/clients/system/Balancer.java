package eu.aifactory.clients.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands in front of several instances as a load balancer does: connections go to the first that
 * takes one, and to the next when that is gone.
 */
final class Balancer implements AutoCloseable {
  private static final int CONNECT_MILLIS = 1_000;
  private static final int ANSWER_MILLIS = 8_000;

  private final ServerSocket door;
  private final List<Integer> ports = new CopyOnWriteArrayList<>();

  Balancer() {
    try {
      door = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::receive);
  }

  String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  /** From now on connections go to these, the first before the others. */
  void passTo(Integer... instances) {
    ports.clear();
    ports.addAll(List.of(instances));
  }

  private void receive() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        Thread.ofVirtual().start(() -> pass(caller));
      } catch (IOException e) {
        // It was closed.
      }
    }
  }

  private void pass(Socket caller) {
    for (int port : ports) {
      try (Socket instance = new Socket()) {
        instance.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        // One that stands still takes connections and never answers.
        instance.setSoTimeout(ANSWER_MILLIS);
        Thread back = Thread.ofVirtual().start(() -> copy(instance, caller));
        copy(caller, instance);
        back.join();
        return;
      } catch (IOException e) {
        // The next one, then.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    closeQuietly(caller);
  }

  private static void copy(Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // One side has gone: so does the other.
    }
    closeQuietly(from);
    closeQuietly(to);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
