package eu.aifactory.clients.cli.server;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** HTTP clients for calls to servers of ours. */
public final class PlainHttp {
  private PlainHttp() {}

  /** HTTP/1.1: Payara logs a warning for each HTTP/2 connection that ends as ours do. */
  public static HttpClient client(Duration connectLimit) {
    return client(connectLimit, Optional.empty());
  }

  /**
   * @param trust how servers are known; those of the JDK's authorities without
   */
  public static HttpClient client(Duration connectLimit, Optional<SSLContext> trust) {
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectLimit);
    trust.ifPresent(client::sslContext);
    return client.build();
  }
}
