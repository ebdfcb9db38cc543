package eu.aifactory.clients.service.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The networks that may be connected to. Some addresses never may, whatever the networks: they lead
 * to the host's neighbours on the wire, to the metadata of a cloud, to many at once or to nobody.
 */
public final class Networks {
  /** This host's own: loopback, and the networks that its interfaces are on. */
  private static final String OWN = "own";

  /** Those that are not routed on the Internet: RFC 1918 and RFC 4193. */
  private static final String PRIVATE = "private";

  private static final List<String> PRIVATE_NETWORKS =
      List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

  /** Inside of fc00::/7: where a cloud answers with the host's credentials. */
  private static final Network METADATA = Network.parse("fd00:ec2::254/128");

  private final List<Network> allowed;

  private Networks(List<Network> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /** One network: the leading bits that its addresses share. */
  record Network(byte[] base, int bits) {

    /**
     * @throws IllegalArgumentException naming a text that is no network
     */
    static Network parse(String text) {
      String[] parts = text.split("/", -1);
      Optional<InetAddress> base = HostText.literal(parts[0]);
      int most = base.map(address -> address.getAddress().length * 8).orElse(0);
      int bits =
          parts.length == 2 && parts[1].matches("[0-9]{1,3}") ? Integer.parseInt(parts[1]) : -1;
      if (base.isEmpty() || bits < 0 || bits > most) {
        throw new IllegalArgumentException(
            "\"%s\" is no network such as 10.1.0.0/16, nor one of %s and %s"
                .formatted(text, OWN, PRIVATE));
      }
      return new Network(base.get().getAddress(), bits);
    }

    boolean contains(InetAddress address) {
      byte[] other = address.getAddress();
      if (other.length != base.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((base[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * @param text {@code own}, {@code private} and networks such as {@code 10.1.0.0/16}, with commas
   * @throws IllegalArgumentException naming a part that is none of them
   */
  public static Networks of(String text) {
    List<Network> allowed = new ArrayList<>();
    for (String part : text.split(",")) {
      switch (part.strip()) {
        case OWN -> allowed.addAll(own());
        case PRIVATE -> PRIVATE_NETWORKS.stream().map(Network::parse).forEach(allowed::add);
        default -> allowed.add(Network.parse(part.strip()));
      }
    }
    return new Networks(allowed);
  }

  public boolean allow(InetAddress address) {
    return !isNever(address) && allowed.stream().anyMatch(network -> network.contains(address));
  }

  static boolean isNever(InetAddress address) {
    return address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || isBroadcast(address)
        || METADATA.contains(address)
        // ::10.0.0.7, which some stacks take for 10.0.0.7.
        || (address instanceof Inet6Address sixth
            && sixth.isIPv4CompatibleAddress()
            && !sixth.isLoopbackAddress());
  }

  private static boolean isBroadcast(InetAddress address) {
    byte[] bytes = address.getAddress();
    // 0.0.0.0/8 is "this network", 240.0.0.0/4 is reserved and ends in the broadcast address.
    return bytes.length == 4 && (bytes[0] == 0 || (bytes[0] & 0xf0) == 0xf0);
  }

  private static List<Network> own() {
    List<Network> own =
        new ArrayList<>(List.of(Network.parse("127.0.0.0/8"), Network.parse("::1/128")));
    try {
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InterfaceAddress address : each.getInterfaceAddresses()) {
          own.add(new Network(address.getAddress().getAddress(), address.getNetworkPrefixLength()));
        }
      }
    } catch (SocketException e) {
      // Then loopback alone is known to be this host's.
    }
    return own;
  }
}
