package eu.aifactory.clients.service.agent;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/**
 * One call through a MicroProfile REST client to an address that is known only now.
 *
 * <p>To build a client takes twenty times the processor time of a call through one. So each
 * interface has one client, built with its first call, and the address is put in when a call goes
 * out: it is that of the call alone, and nobody looks anything up for it again. An injected client
 * would not be there yet when the server loads the application while it starts (Payara #7655).
 * Thread-safe.
 */
public final class RestClient {
  private static final int CONNECT_SECONDS = 3;
  private static final int READ_SECONDS = 10;

  /** Stands where the address of a call goes; the name is of those that never exist. */
  private static final URI NOWHERE = URI.create("http://address.invalid");

  private static final Map<Class<?>, Object> CLIENTS = new ConcurrentHashMap<>();
  private static final ThreadLocal<URI> TARGET = new ThreadLocal<>();

  private RestClient() {}

  /**
   * @param address without query
   * @throws jakarta.ws.rs.WebApplicationException when the other side answered with an error
   * @throws ProcessingException when no answer came; the message may have arrived
   */
  public static <A, T> T call(String address, Class<A> api, Function<A, T> exchange) {
    A client = api.cast(CLIENTS.computeIfAbsent(api, RestClient::built));
    TARGET.set(URI.create(address));
    try {
      return exchange.apply(client);
    } finally {
      TARGET.remove();
    }
  }

  private static Object built(Class<?> api) {
    return RestClientBuilder.newBuilder()
        .baseUri(NOWHERE)
        .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
        .readTimeout(READ_SECONDS, TimeUnit.SECONDS)
        .followRedirects(false)
        .register(new ToTarget())
        // As an object: of a class, Payara 7.2025.1 makes one with the first answers, and fails
        // those of them that come at the same time.
        .register(new WireJsonbProvider())
        .build(api);
  }

  /** Sends the call to where its thread wants it to go. */
  private static final class ToTarget implements ClientRequestFilter {
    @Override
    public void filter(ClientRequestContext request) {
      URI asked = request.getUri();
      String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
      String base = TARGET.get().toString().replaceAll("/+$", "");
      request.setUri(URI.create(base + asked.getRawPath() + query));
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
