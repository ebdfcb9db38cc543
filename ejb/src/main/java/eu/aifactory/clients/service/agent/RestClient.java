package eu.aifactory.clients.service.agent;

import jakarta.ws.rs.ProcessingException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/**
 * One call through a MicroProfile REST client to an address that is known only now.
 *
 * <p>The client is built by hand for each call: the address differs, and an injected client is not
 * there yet when the server loads the application while it starts (Payara #7655).
 */
public final class RestClient {
  private static final int CONNECT_SECONDS = 3;
  private static final int READ_SECONDS = 10;

  private RestClient() {}

  /**
   * @throws jakarta.ws.rs.WebApplicationException when the other side answered with an error
   * @throws ProcessingException when no answer came; the message may have arrived
   */
  @SuppressWarnings("try") // the connection is named to be closed, not to be used
  public static <A, T> T call(String address, Class<A> api, Function<A, T> exchange) {
    A client =
        RestClientBuilder.newBuilder()
            .baseUri(URI.create(address))
            .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
            .readTimeout(READ_SECONDS, TimeUnit.SECONDS)
            .followRedirects(false)
            .build(api);
    // The specification has every built client implement Closeable.
    try (Closeable connection = (Closeable) client) {
      return exchange.apply(client);
    } catch (IOException e) {
      throw new ProcessingException("the connection to %s cannot be closed".formatted(address), e);
    }
  }

  /** The words of the innermost cause: what the person at the log wants to know. */
  public static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
