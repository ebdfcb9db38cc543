package eu.aifactory.clients.load.http;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Where connections go to and how they are made.
 *
 * @param address resolved: no name is looked up on the load path
 * @param tls empty for plain HTTP
 * @param host the name that a certificate must be made out to
 * @param transport kind of channel of the event loops
 */
public record HttpTarget(
    InetSocketAddress address,
    Optional<SslContext> tls,
    String host,
    int connectMillis,
    Class<? extends Channel> transport) {

  /**
   * @param server http or https address
   * @param address that its host resolved to
   * @throws SSLException when this machine's trust store cannot be used
   */
  public static HttpTarget of(
      URI server, InetSocketAddress address, int connectMillis, Class<? extends Channel> transport)
      throws SSLException {
    Optional<SslContext> tls =
        "https".equals(server.getScheme())
            ? Optional.of(SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build())
            : Optional.empty();
    return new HttpTarget(address, tls, server.getHost(), connectMillis, transport);
  }
}
