package eu.aifactory.clients.emulator;

import java.net.BindException;

/** The address cannot be listened on; the message is one sentence that names it. */
public final class CannotListenException extends RuntimeException {
  CannotListenException(String host, int port, Throwable cause) {
    super(sentence(host, port, cause), cause);
  }

  private static String sentence(String host, int port, Throwable cause) {
    if (cause instanceof BindException || cause.getCause() instanceof BindException) {
      return "Cannot listen on %s:%d: the port is in use or the address is not this machine's."
          .formatted(host, port);
    }
    String reason =
        cause instanceof java.nio.channels.UnresolvedAddressException
            ? "the host name is unknown"
            : String.valueOf(cause.getMessage());
    return "Cannot listen on %s:%d: %s.".formatted(host, port, reason);
  }
}
