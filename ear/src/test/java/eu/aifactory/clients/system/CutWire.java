package eu.aifactory.clients.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The way between agents and service. While it is cut nothing passes, on connections that are open
 * as on new ones, and nobody is told: what was sent arrives when it is mended, as with a network
 * that lost its way for a while.
 */
final class CutWire implements AutoCloseable {
  private static final int BACKLOG = 128;

  private final ServerSocket door;
  private volatile int port;
  private boolean cut;

  CutWire() {
    try {
      door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::receive);
  }

  String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  void leadTo(int instance) {
    port = instance;
  }

  synchronized void cut() {
    cut = true;
  }

  synchronized void mend() {
    cut = false;
    notifyAll();
  }

  private synchronized void awaitWhole() throws IOException {
    try {
      while (cut) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void receive() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        Thread.ofPlatform().daemon().start(() -> pass(caller));
      } catch (IOException e) {
        // It was closed.
      }
    }
  }

  private void pass(Socket caller) {
    try (caller) {
      awaitWhole();
      try (Socket service = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Thread back = Thread.ofPlatform().daemon().start(() -> copy(service, caller));
        copy(caller, service);
        back.join();
      }
    } catch (IOException e) {
      // The service takes no connection: the caller sees its own closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        awaitWhole();
        out.write(buffer, 0, count);
      }
      awaitWhole();
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(to);
    }
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
    mend();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
