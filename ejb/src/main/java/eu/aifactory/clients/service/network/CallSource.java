package eu.aifactory.clients.service.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * From where a call comes: the address that the connection comes from, or, where that is a proxy
 * which is trusted, the one that the proxy says it came from. Whoever else says so is not believed.
 */
@ApplicationScoped
public class CallSource {
  /** What one subscriber has of version 6, and can take any address of. */
  private static final int BYTES_OF_A_NETWORK = 8;

  private Optional<Networks> proxies = Optional.empty();

  protected CallSource() {
    // for the container
  }

  @Inject
  CallSource(NetworkSettings settings) {
    this.proxies = settings.ofProxies();
  }

  /**
   * @param peer address that the connection comes from
   * @param forwardedFor the header {@code X-Forwarded-For}, or {@code null}: the last address in it
   *     is the one that the proxy added itself
   */
  public String address(String peer, String forwardedFor) {
    if (forwardedFor == null || proxies.isEmpty() || !isProxy(peer)) {
      return peer;
    }
    String last = forwardedFor.substring(forwardedFor.lastIndexOf(',') + 1).strip();
    return HostText.literal(last).map(InetAddress::getHostAddress).orElse(peer);
  }

  /** What addresses of one source have in common: of version 6 the network, else all of it. */
  public static String network(String address) {
    return HostText.literal(address)
        .filter(Inet6Address.class::isInstance)
        .map(sixth -> Arrays.toString(Arrays.copyOf(sixth.getAddress(), BYTES_OF_A_NETWORK)))
        .orElse(address);
  }

  private boolean isProxy(String peer) {
    return HostText.literal(peer).filter(proxies.get()::allow).isPresent();
  }
}
