package eu.aifactory.clients.cli.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks for free TCP ports on the loopback interface. */
public final class Ports {
  private static final int LAST = 65_535;
  private static final int MOST_TRIED = 200;

  private Ports() {}

  /** Whether something could listen on the port now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // A connection of a server that just ended must not make its port look taken.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A port that was free when asked. */
  public static int anyFree() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on the loopback interface", e);
    }
  }

  /** {@code port} when it is free, else the next above it that is. */
  public static int freeFrom(int port) {
    for (int candidate = port; candidate <= LAST && candidate < port + MOST_TRIED; candidate++) {
      if (isFree(candidate)) {
        return candidate;
      }
    }
    return anyFree();
  }
}
