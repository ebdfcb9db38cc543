package eu.aifactory.clients.cli.server;

import java.net.http.HttpClient;
import java.time.Duration;

/** HTTP clients for calls to servers of ours. */
public final class PlainHttp {
  private PlainHttp() {}

  /** HTTP/1.1: Payara logs a warning for each HTTP/2 connection that ends as ours do. */
  public static HttpClient client(Duration connectLimit) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(connectLimit)
        .build();
  }
}
