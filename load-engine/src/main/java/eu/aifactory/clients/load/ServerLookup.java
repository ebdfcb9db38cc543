package eu.aifactory.clients.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;

/** Finds the address behind a server's name, once for a run. */
final class ServerLookup {
  private ServerLookup() {}

  /**
   * The only address, or the first that accepts a connection: {@code localhost} often has two, and
   * a server listens on one of them.
   */
  static InetSocketAddress find(URI server, int connectMillis) {
    int port = port(server);
    InetAddress[] addresses = addresses(server.getHost());
    if (addresses.length > 1) {
      for (InetAddress address : addresses) {
        InetSocketAddress candidate = new InetSocketAddress(address, port);
        if (accepts(candidate, connectMillis)) {
          return candidate;
        }
      }
    }
    return new InetSocketAddress(addresses[0], port);
  }

  private static int port(URI server) {
    if (server.getPort() >= 0) {
      return server.getPort();
    }
    return "https".equals(server.getScheme()) ? 443 : 80;
  }

  private static InetAddress[] addresses(String host) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new PreparationException("the host \"%s\" is not known".formatted(host), e);
    }
  }

  private static boolean accepts(InetSocketAddress address, int connectMillis) {
    try (Socket socket = new Socket()) {
      socket.connect(address, connectMillis);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
